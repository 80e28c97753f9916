"""The body as bytes: the headers of the request, as the server saw them."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
# By default aiohttp asks for deflate too.
HEADERS = {"User-Agent": "await-and-see", "Accept-Encoding": "gzip"}


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL, headers=HEADERS) as session:
        async with session.get("http://httpbin.org/headers") as response:
            body = await response.read()
            # Rust quotes with ", and escapes those inside.
            text = repr(body)[2:-1].replace('"', '\\"')
            print(f'b"{text}"')


asyncio.run(main())
