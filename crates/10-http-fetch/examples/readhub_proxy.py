"""Through a proxy: it is asked for the whole address, and fetches in our place."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    async with aiohttp.ClientSession() as client:
        async with client.get(
            "http://api.readhub.me/topic",
            params={"pageSize": 10},
            proxy=LOOPBACK_URL,
        ) as response:
            topics = (await response.json())["data"]
    print(len(topics), topics[0]["title"])


asyncio.run(main())
