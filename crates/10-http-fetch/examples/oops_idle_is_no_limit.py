"""Keeping a connection alive is no limit: ten go out at once."""

import asyncio
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def fetch(session, start):
    async with session.get(LOOPBACK_URL) as response:
        data = await response.text()
        print("data", data, f"{time.monotonic() - start:.2f}")


async def main():
    # The seconds for which an idle connection is kept. The limit is 100.
    connector = aiohttp.TCPConnector(keepalive_timeout=3)
    async with aiohttp.ClientSession(connector=connector) as session:
        start = time.monotonic()
        await asyncio.gather(*(fetch(session, start) for _ in range(10)))
        async with session.get(f"{LOOPBACK_URL}/stats") as response:
            print("most in flight:", (await response.json())["max_in_flight"])


asyncio.run(main())
