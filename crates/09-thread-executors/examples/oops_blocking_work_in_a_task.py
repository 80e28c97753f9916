"""Oops: work that blocks is done in a task, and the heartbeat stops."""

import asyncio
import time


async def bookkeeping():
    await asyncio.sleep(0.15)
    print("books: opened")
    time.sleep(0.25)
    print("books: closed")


async def beat():
    for beat in range(1, 5):
        await asyncio.sleep(0.1)
        print(f"beat {beat}")


async def main():
    heart = asyncio.create_task(beat())
    _books = asyncio.create_task(bookkeeping())
    await heart


asyncio.run(main())
