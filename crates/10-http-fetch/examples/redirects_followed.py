"""A client follows redirects by itself; the response has the history."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{LOOPBACK_URL}/redirect/3") as response:
            for answer in response.history:
                location = answer.headers["Location"]
                print(f"{answer.status} {answer.url.path} -> {location}")
            print(response.status, response.url.path)
            print("requests:", len(response.history) + 1)


asyncio.run(main())
