"""Whoever comes second waits for the lock, and finds the page in the cache."""

import asyncio

cache = {}


async def request(url):
    await asyncio.sleep(0.05)  # stands in for the network
    return f"{url:120}"


async def get_stuff(lock):
    url = "http://www.baidu.com"
    async with lock:
        if url in cache:
            return cache[url]
        stuff = await request(url)
        cache[url] = stuff
        return stuff


async def parse_stuff(lock):
    await get_stuff(lock)


async def use_stuff(lock):
    await get_stuff(lock)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(parse_stuff(lock), use_stuff(lock))


asyncio.run(main())
