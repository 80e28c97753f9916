"""Oops: `async with` releases as well, and now the limit grows."""

import asyncio


async def visit(desk):
    async with desk:
        desk.release()


async def main():
    # asyncio.BoundedSemaphore(1) would raise ValueError after the first visit.
    desk = asyncio.Semaphore(1)
    for number in [1, 2, 3]:
        await visit(desk)
        print(f"after visit {number}: {desk._value} permits")


asyncio.run(main())
