"""Before Python 3.13 a queue has no shutdown: put one last item for each consumer."""

import asyncio
import math


async def serve(clerk, counter, seconds):
    while True:
        _, customer = await counter.get()
        if customer is None:
            break
        await asyncio.sleep(seconds)
        print(f"{clerk} served {customer}")
    print(f"{clerk} goes home")


async def main():
    counter = asyncio.PriorityQueue()
    clerks = [
        asyncio.create_task(serve(clerk, counter, seconds))
        for clerk, seconds in [("Ada", 0.2), ("Ben", 0.33)]
    ]
    for customer in [(1, "Kim"), (2, "Lou"), (3, "Mia"), (4, "Nils")]:
        await counter.put(customer)
    # Infinity comes after every customer. As the two are equal, Python compares what
    # comes next, and two None are the same object.
    for _ in clerks:
        await counter.put((math.inf, None))
    print("the door is closed")
    # Nothing keeps anybody out: this line stands for the error of 3.13.
    print("Olga: the queue is shut down")
    for clerk in clerks:
        await clerk


asyncio.run(main())
