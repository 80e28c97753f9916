"""Oops: check, await, insert, and the same page is requested twice."""

import asyncio

cache = {}


async def request(url):
    await asyncio.sleep(0.05)  # stands in for the network
    return f"{url:120}"


async def get_stuff():
    url = "http://www.baidu.com"
    if url in cache:
        print("from the cache")
        return cache[url]
    stuff = await request(url)
    print(f"fetched {len(stuff)} characters")
    cache[url] = stuff
    return stuff


async def main():
    parsed, used = await asyncio.gather(get_stuff(), get_stuff())
    assert parsed == used


asyncio.run(main())
