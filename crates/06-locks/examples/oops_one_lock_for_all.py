"""Oops: with one lock for the whole cache, every page waits for every other."""

import asyncio
import time

cache = {}


async def request(path):
    print(f"request for {path}")
    await asyncio.sleep(0.05)  # stands in for the network
    return f"the page {path}"


async def get(path, lock):
    async with lock:
        if path not in cache:
            cache[path] = await request(path)
        return cache[path]


async def main():
    start = time.monotonic()
    lock = asyncio.Lock()
    paths = ["/news", "/sport", "/weather"]
    tasks = [asyncio.create_task(get(path, lock)) for path in paths]
    for task in tasks:
        print(await task)
    print(f"{time.monotonic() - start:.2f} s")


asyncio.run(main())
