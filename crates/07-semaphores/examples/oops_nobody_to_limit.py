"""Oops: three permits, but only one task asks for them."""

import asyncio
import time

in_flight = most = 0


async def fetch(limit):
    global in_flight, most
    async with limit:
        in_flight += 1
        most = max(most, in_flight)
        await asyncio.sleep(1)
        in_flight -= 1


async def main():
    global most
    limit = asyncio.Semaphore(3)
    start = time.monotonic()
    for _ in range(6):
        await fetch(limit)
    print(f"one consumer: {most} at once")
    print(f"took {time.monotonic() - start:.2f} s")

    start = time.monotonic()
    most = 0
    await asyncio.gather(*(fetch(limit) for _ in range(6)))
    print(f"six tasks: {most} at once")
    print(f"took {time.monotonic() - start:.2f} s")


asyncio.run(main())
