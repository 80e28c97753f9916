"""The server says how to read its page: the truth, a lie, or nothing."""

import asyncio
import os
import re

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


def encoding_of_tag(page):
    tag = re.search(rb'charset="([^"]*)"', page)
    return tag[1].decode() if tag else "utf-8"


def title(page):
    return page.split("<title>")[1].split("</title>")[0]


async def main():
    url = f"{LOOPBACK_URL}/windows-1251"
    async with aiohttp.ClientSession() as session:
        for charset in ["?charset=windows-1251", "?charset=utf-8", ""]:
            async with session.get(url + charset) as response:
                print(title(await response.text(errors="replace")))
        async with session.get(url) as response:
            page = await response.read()
        print(title(page.decode(encoding_of_tag(page))))


asyncio.run(main())
