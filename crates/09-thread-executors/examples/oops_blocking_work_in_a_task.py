"""Oops: work that blocks is done in a task, and the heart stops."""

import asyncio
import time


async def bookkeeping():
    print("books: opened")
    time.sleep(0.25)
    print("books: closed")


async def beat(start):
    for _ in range(4):
        await asyncio.sleep(0.1)
        print(f"beat at {time.monotonic() - start:.1f}")


async def main():
    start = time.monotonic()
    heart = asyncio.create_task(beat(start))
    await asyncio.sleep(0.15)
    await bookkeeping()
    await heart


asyncio.run(main())
