"""async and await, and still one page after another."""

import asyncio
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
PAGES = ["http://www.baidu.com/", "http://www.qq.com", "http://www.163.com/"]


async def fetch(session, page):
    async with session.get(page) as response:
        return len(await response.text())


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        start = time.monotonic()
        for page in PAGES:
            await fetch(session, page)
        print(f"one after another: {time.monotonic() - start:.2f} s")

        start = time.monotonic()
        await asyncio.gather(*(fetch(session, page) for page in PAGES))
        print(f"side by side: {time.monotonic() - start:.2f} s")


asyncio.run(main())
