"""Oops: a limit on Content-Length does not stop a gzip bomb."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
MAX_BYTES = 1024 * 1024


async def main():
    async with aiohttp.ClientSession() as session:
        url = f"{LOOPBACK_URL}/text?kib=10240"
        async with session.get(url) as response:
            # aiohttp knows a length, that of the compressed body.
            is_small = response.content_length <= MAX_BYTES
            print("Content-Length passes:", str(is_small).lower())
            print(f"{len(await response.read())} bytes")

        async with session.get(url) as response:
            size = 0
            async for piece in response.content.iter_any():
                size += len(piece)
                if size > MAX_BYTES:
                    print("too large, given up")
                    break
            print("less than 2 MiB:", str(size < 2 * MAX_BYTES).lower())


asyncio.run(main())
