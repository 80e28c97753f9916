"""The nowait methods raise instead of waiting."""

import asyncio


async def main():
    counter = asyncio.PriorityQueue(maxsize=2)
    for priority, dish in [(2, "soup"), (1, "salad"), (3, "fish")]:
        try:
            counter.put_nowait((priority, dish))
            print(f"{dish}: on the counter")
        except asyncio.QueueFull:
            print(f"{dish}: no place")
    for _ in range(4):
        try:
            _, dish = counter.get_nowait()
            print(f"{dish}: served")
        except asyncio.QueueEmpty:
            print("nothing to serve")


asyncio.run(main())
