"""aiohttp's own first example: a session passed in, and ten seconds at the most."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
PATIENCE = 10


async def fetch(session, url):
    async with asyncio.timeout(PATIENCE):
        async with session.get(url) as response:
            return await response.text()


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        html = await fetch(session, "http://python.org")
        print(html)


asyncio.run(main())
