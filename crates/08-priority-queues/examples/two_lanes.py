"""asyncio has no select: "urgent" and "the rest" are two priorities of one queue."""

import asyncio
import itertools

URGENT, NORMAL, CLOSED = 0, 1, 2


async def cook(orders):
    while True:
        lane, _, order = await orders.get()
        if lane == CLOSED:
            break
        print(f"cooking {order}")
        await asyncio.sleep(0.1)
    print("kitchen closed")


async def main():
    orders = asyncio.PriorityQueue()
    arrival = itertools.count()
    kitchen = asyncio.create_task(cook(orders))
    for order in ["soup", "pasta"]:
        await orders.put((NORMAL, next(arrival), order))
    await asyncio.sleep(0.05)
    for order in ["baby food", "medicine"]:
        await orders.put((URGENT, next(arrival), order))
    await orders.put((CLOSED, next(arrival), None))
    await kitchen


asyncio.run(main())
