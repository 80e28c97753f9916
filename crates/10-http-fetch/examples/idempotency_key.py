"""An order with a key may be sent again: the shop knows it from the first time."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    async with aiohttp.ClientSession() as session:
        key = {"Idempotency-Key": "order-7-of-crab"}
        url = f"{LOOPBACK_URL}/parcels?lost=1"
        while True:
            try:
                async with session.post(url, headers=key) as response:
                    print(response.status, response.reason)
                    print((await response.text()).strip())
                    break
            except aiohttp.ClientError:
                print("no answer")
        async with session.get(f"{LOOPBACK_URL}/parcels") as response:
            print(await response.text())


asyncio.run(main())
