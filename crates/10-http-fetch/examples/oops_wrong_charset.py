"""A page in UTF-8 read as windows-1251: no error, just another text."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        async with asyncio.timeout(10):
            async with session.get("http://github.com") as response:
                body = await response.read()
        # errors="strict" is the default.
        text = body.decode("windows-1251")
        print(text)
        print("anything wrong: false")

        async with session.get("http://github.com") as response:
            # aiohttp asks the server only if it is not told an encoding itself.
            text = await response.text()
            print("a dot:", str("·" in text).lower())


asyncio.run(main())
