"""Two callers, one request."""

import asyncio

cache = {}


async def request(url):
    await asyncio.sleep(0.05)  # stands in for the network
    return f"{url:120}"


async def get_stuff(lock):
    url = "http://www.baidu.com"
    async with lock:
        if url in cache:
            print("from the cache")
            return cache[url]
        stuff = await request(url)
        print(f"fetched {len(stuff)} characters")
        cache[url] = stuff
        return stuff


async def main():
    lock = asyncio.Lock()
    parsed, used = await asyncio.gather(get_stuff(lock), get_stuff(lock))
    assert parsed == used


asyncio.run(main())
