"""At most three connections, with aiohttp's TCPConnector."""

import asyncio
import json
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def fetch(session, start):
    async with session.get(LOOPBACK_URL) as response:
        response.raise_for_status()
        data = await response.text()
        print("data", data, f"{time.monotonic() - start:.2f}")
        return data


async def main():
    connector = aiohttp.TCPConnector(limit=3)
    async with aiohttp.ClientSession(connector=connector) as session:
        start = time.monotonic()
        answers = await asyncio.gather(*(fetch(session, start) for _ in range(10)))
        print(json.dumps(answers))
        async with session.get(f"{LOOPBACK_URL}/stats") as response:
            print("most in flight:", (await response.json())["max_in_flight"])


asyncio.run(main())
