"""A test serves its own application on a real socket, on the real clock."""

import asyncio
import time

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def price(client):
    """The code under test: returns the price, and waits for a bakery that is closed."""
    while True:
        async with client.get("/price") as response:
            if response.status != 503:
                response.raise_for_status()
                return await response.text()
        await asyncio.sleep(1)


async def main():
    requests = 0

    async def closed_twice(request):
        nonlocal requests
        requests += 1
        return web.Response(status=503) if requests <= 2 else web.Response(text="3.50")

    bakery = web.Application()
    bakery.router.add_get("/price", closed_twice)
    async with TestClient(TestServer(bakery)) as client:
        start = time.monotonic()
        print("price", await price(client))
        print("requests:", requests)
        print(f"{time.monotonic() - start:.2f} s")


asyncio.run(main())
