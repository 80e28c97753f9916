"""A session asks for gzip and decodes it."""

import asyncio
import json
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def get(decoded=True, **options):
    async with aiohttp.ClientSession(**options) as session:
        async with session.get(f"{LOOPBACK_URL}/get") as response:
            echo = await response.json()
        print("asks for", json.dumps(echo["headers"].get("Accept-Encoding")))
        async with session.get(f"{LOOPBACK_URL}/text?kib=64") as response:
            encoding = response.headers.get("Content-Encoding")
            length = response.headers["Content-Length"]
            # aiohttp leaves the headers as they came; reqwest takes them out.
            if encoding and decoded:
                print("  head: None, None bytes")
            else:
                encoding = f'Some("{encoding}")' if encoding else None
                print(f"  head: {encoding}, Some({length}) bytes")
            print(f"  body: {len(await response.read())} bytes")


async def main():
    # By default it would also ask for deflate, and for what else is installed.
    await get(headers={"Accept-Encoding": "gzip"})
    await get(skip_auto_headers=["Accept-Encoding"])
    await get(False, headers={"Accept-Encoding": "gzip"}, auto_decompress=False)


asyncio.run(main())
