"""A page that is not there has a text too: nobody looked at the status."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
PAGE = "http://blog.jobbole.com/404404/"


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        async with session.get(PAGE) as response:
            print((await response.text()).rstrip())

        async with session.get(PAGE) as response:
            try:
                response.raise_for_status()
                print(await response.text())
            except aiohttp.ClientResponseError as error:
                print(f"refused: Some({error.status})")


asyncio.run(main())
