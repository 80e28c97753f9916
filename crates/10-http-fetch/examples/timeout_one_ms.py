"""One millisecond for a page: it cannot make it, and that is an exception."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    try:
        async with asyncio.timeout(0.001):
            async with aiohttp.request(
                "GET", "http://github.com", proxy=LOOPBACK_URL
            ) as response:
                print(await response.text(encoding="windows-1251"))
    except TimeoutError:
        print("deadline has elapsed")


asyncio.run(main())
