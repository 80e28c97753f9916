"""With a lock for each page, different pages are fetched side by side."""

import asyncio
import time
from collections import defaultdict

cache = {}


async def request(path):
    print(f"request for {path}")
    await asyncio.sleep(0.05)  # stands in for the network
    return f"the page {path}"


async def get(path, locks):
    async with locks[path]:
        if path not in cache:
            cache[path] = await request(path)
        return cache[path]


async def main():
    start = time.monotonic()
    locks = defaultdict(asyncio.Lock)
    paths = ["/news", "/sport", "/weather", "/news"]
    tasks = [asyncio.create_task(get(path, locks)) for path in paths]
    for task in tasks:
        print(await task)
    print(f"{time.monotonic() - start:.2f} s")


asyncio.run(main())
