"""A deadline around several requests: each is in time, all together are not."""

import asyncio
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
EACH = aiohttp.ClientTimeout(total=0.7)


async def read_all(session):
    for page in range(1, 4):
        url = f"{LOOPBACK_URL}/delay/400"
        async with session.get(url, timeout=EACH) as response:
            await response.read()
        print("page", page)


async def main():
    async with aiohttp.ClientSession() as session:
        start = time.monotonic()
        try:
            async with asyncio.timeout(1.1):
                await read_all(session)
        except TimeoutError:
            print("deadline has elapsed")
        print(f"{time.monotonic() - start:.2f} s")


asyncio.run(main())
