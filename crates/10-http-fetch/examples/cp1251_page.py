"""A page in windows-1251 that does not say so in its header: the reader has to."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


def title(page):
    return page.split("<title>")[1].split("</title>")[0]


async def main():
    url = f"{LOOPBACK_URL}/windows-1251"
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            print(title(await response.text(errors="replace")))
        async with session.get(url) as response:
            print(title(await response.text(encoding="windows-1251")))


asyncio.run(main())
