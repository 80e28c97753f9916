"""Three pages at the same time, each with a session of its own."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
PAGES = ["http://www.baidu.com/", "http://www.qq.com", "http://www.163.com/"]


async def request(url):
    print("Requesting", url)
    async with aiohttp.request("GET", url, proxy=LOOPBACK_URL) as response:
        await response.text()
    print("Receiving from", url)


async def main():
    tasks = [asyncio.create_task(request(url)) for url in PAGES]
    await asyncio.wait(tasks)


asyncio.run(main())
