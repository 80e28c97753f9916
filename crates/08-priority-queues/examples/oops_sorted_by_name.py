"""Oops: among equal priorities, the alphabet decided."""

import asyncio


async def main():
    queue = asyncio.PriorityQueue()
    for order in [(2, "zucchini"), (1, "milk"), (2, "apples"), (1, "bread")]:
        queue.put_nowait(order)
    while not queue.empty():
        priority, order = queue.get_nowait()
        print(f"{priority} {order}")
    queue.put_nowait((1, {"order": "milk"}))
    try:
        queue.put_nowait((1, {"order": "bread"}))
    except TypeError:
        pass  # '<' not supported between instances of 'dict' and 'dict'
    else:
        print("two dicts have an order")


asyncio.run(main())
