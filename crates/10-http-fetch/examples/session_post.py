"""POST: four bytes go out, and httpbin tells what it was sent."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
# By default aiohttp asks for deflate too.
HEADERS = {"User-Agent": "await-and-see", "Accept-Encoding": "gzip"}


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL, headers=HEADERS) as session:
        url = "http://httpbin.org/post"
        async with session.post(url, data=b"data") as response:
            print(response.status)
            print(await response.text())


asyncio.run(main())
