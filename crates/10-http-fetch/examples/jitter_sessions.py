"""The same with sessions: another order again."""

import asyncio
import os

import aiohttp

# loopback --jitter --seed 112
LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
PAGES = ["http://www.baidu.com/", "http://www.qq.com", "http://www.163.com/"]


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()


async def request(url):
    print("Requesting", url)
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        await fetch(session, url)
    print("Receiving from", url)


async def main():
    tasks = [asyncio.create_task(request(url)) for url in PAGES]
    await asyncio.wait(tasks)


asyncio.run(main())
