"""Oops: a task waits for a lock that it holds itself."""

import asyncio
import sys

stock = []


async def count(lock):
    async with lock:
        return len(stock)


async def add(parcel, lock):
    async with lock:
        stock.append(parcel)
        print(f"{parcel} is in")
        number = await count(lock)
        print(f"{number} parcels")


async def main():
    try:
        # Python would wait for ever, and say nothing.
        await asyncio.wait_for(add("a lamp", asyncio.Lock()), 1)
    except TimeoutError:
        sys.exit(3)


asyncio.run(main())
