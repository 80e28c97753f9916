"""Equal priorities come out in the order in which they came in, if a number says so."""

import asyncio
import itertools


async def main():
    queue = asyncio.PriorityQueue()
    orders = [(2, "zucchini"), (1, "milk"), (2, "apples"), (1, "bread")]
    # No two numbers are equal, so the comparison never gets as far as the order.
    arrival = itertools.count()
    for priority, order in orders:
        queue.put_nowait((priority, next(arrival), order))
    while not queue.empty():
        priority, _, order = queue.get_nowait()
        print(f"{priority} {order}")


asyncio.run(main())
