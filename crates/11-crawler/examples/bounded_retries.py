"""Bounded retries: what may pass is tried again, what will not is not."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:8000")
MOST_RETRIES = 3
FIRST_PAUSE = 0.02


async def attempt(session, url):
    """How it ended, and whether it may end otherwise a little later."""
    try:
        async with session.get(url) as response:
            if response.status == 200:
                return "a page", False
            return f"HTTP {response.status}", response.status >= 500
    except aiohttp.ClientError:
        return "connection broken off", True


async def fetch(session, url):
    pause, requests = FIRST_PAUSE, 1
    while True:
        end, passing = await attempt(session, url)
        if not passing or requests > MOST_RETRIES:
            return end, requests
        await asyncio.sleep(pause)
        pause *= 2
        requests += 1


async def main():
    async with aiohttp.ClientSession() as session:
        for path in [
            "/hostile/flaky/shop?times=2",
            "/unavailable/bakery",
            "/status/404",
        ]:
            end, requests = await fetch(session, LOOPBACK_URL + path)
            print(f"{end} after {requests}: {path.split('?')[0]}")
        async with session.get(f"{LOOPBACK_URL}/stats") as response:
            requests = (await response.json())["total"]
        print(f"{requests} requests in all")


asyncio.run(main())
