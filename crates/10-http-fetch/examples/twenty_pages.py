"""as_completed over twenty pages: each is dealt with when it comes."""

import asyncio
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()


async def main():
    async with aiohttp.ClientSession() as session:
        start = time.monotonic()
        pages = [
            fetch(session, f"{LOOPBACK_URL}/page/{n}?ms={200 + 100 * (n * 7 % 20)}")
            for n in range(1, 21)
        ]
        for page in asyncio.as_completed(pages):
            title = (await page).split("<title>")[1].split("<")[0]
            print(f"{time.monotonic() - start:.2f} page {title}")
        async with session.get(f"{LOOPBACK_URL}/stats") as response:
            stats = await response.json()
        print("most in flight:", stats["max_in_flight"])


asyncio.run(main())
