"""Oops: with an await in the middle, the order of the tasks decides."""

import asyncio


async def total_of(steps):
    total = 0

    async def change(step):
        nonlocal total
        for _ in range(5):
            read = total
            await asyncio.sleep(0.01)  # the await in the wrong place: the others run here
            total = read + step

    await asyncio.gather(*(change(step) for step in steps))
    return total


async def main():
    for steps in [[-1, 1, -1], [1, -1, -1], [-1, -1, 1]]:
        print(f"{steps}: {await total_of(steps)}")


asyncio.run(main())
