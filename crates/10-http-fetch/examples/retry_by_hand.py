"""Asking again: pauses that double, or as long as the server says."""

import asyncio
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
ATTEMPTS = 5
FIRST_PAUSE = 0.2


async def get(session, url):
    start = time.monotonic()
    pause = FIRST_PAUSE
    for attempt in range(1, ATTEMPTS + 1):
        async with session.get(url) as response:
            print(f"at {time.monotonic() - start:.2f}: {response.status}")
            if response.status != 503 or attempt == ATTEMPTS:
                response.raise_for_status()
                return (await response.text()).strip()
        await asyncio.sleep(max(pause, int(response.headers.get("Retry-After", 0))))
        pause *= 2


async def main():
    async with aiohttp.ClientSession() as session:
        shop = f"{LOOPBACK_URL}/unavailable"
        print(await get(session, f"{shop}/bread?times=3&retry_after=0"))
        print(await get(session, f"{shop}/cake?times=2&retry_after=2"))
        try:
            await get(session, f"{shop}/closed?retry_after=1")
        except aiohttp.ClientResponseError as error:
            print(f"given up: Some({error.status})")


asyncio.run(main())
