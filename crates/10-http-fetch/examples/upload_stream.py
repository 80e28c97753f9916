"""A body from an async generator is sent while it is made, without a length."""

import asyncio
import json
import os
import time

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def orders():
    """Three orders, one each tenth of a second."""
    for n in range(1, 4):
        await asyncio.sleep(0.1)
        yield f"order {n}\n".encode()


async def main():
    start = time.monotonic()
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{LOOPBACK_URL}/post", data=orders()) as response:
            print(f"{time.monotonic() - start:.1f} s")
            seen = await response.json()
    print(json.dumps(seen["data"]))
    print(json.dumps(seen["headers"].get("Transfer-Encoding")))
    print(json.dumps(seen["headers"].get("Content-Length")))


asyncio.run(main())
