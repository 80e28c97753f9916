"""A download piece by piece, with a line of progress for whoever watches a terminal."""

import asyncio
import os
import sys

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    async with aiohttp.ClientSession() as session:
        url = f"{LOOPBACK_URL}/download?kib=20&every_ms=100"
        async with session.get(url) as response:
            total = response.content_length
            print(total, "bytes to come")
            read = pieces = largest = 0
            async for piece in response.content.iter_any():
                read += len(piece)
                pieces += 1
                largest = max(largest, len(piece))
                if sys.stderr.isatty():
                    print(f"\r{read}/{total}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    print(read, "bytes in", pieces, "pieces")
    print("largest piece:", largest)


asyncio.run(main())
