"""POST: four bytes go out, and httpbin tells what it was sent."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
# aiohttp would add which encodings it knows.
HEADERS = {"User-Agent": "await-and-see"}
LEFT_OUT = ["Accept-Encoding"]


async def main():
    async with aiohttp.ClientSession(
        proxy=LOOPBACK_URL, headers=HEADERS, skip_auto_headers=LEFT_OUT
    ) as session:
        url = "http://httpbin.org/post"
        async with session.post(url, data=b"data") as response:
            print(response.status)
            print(await response.text())


asyncio.run(main())
