"""The head of an answer comes first, then its body."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    # The site answers for all hosts, as a proxy does.
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        async with session.get("http://api.github.com/events") as response:
            print(response.status)
            print(await response.text())


asyncio.run(main())
