"""One session for all tasks: they share its connections."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def fetch(session):
    async with session.get(f"{LOOPBACK_URL}/download?kib=2&every_ms=50") as response:
        return await response.text()


async def main():
    async with aiohttp.ClientSession() as session:
        for which in ["first", "second"]:
            await asyncio.gather(*(fetch(session) for _ in range(5)))
            # This one takes a connection of the pool.
            async with session.get(f"{LOOPBACK_URL}/stats") as response:
                connections = (await response.json())["connections"]
            print(f"{which} five: {connections} connections")


asyncio.run(main())
