"""An order sent again because no answer came: two parcels are on their way."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
IDEMPOTENT = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}


async def main():
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.post(f"{LOOPBACK_URL}/parcels?lost=1") as response:
                    parcel = await response.text()
                    break
            except aiohttp.ClientError:
                print("no answer")
        print(parcel.strip())

        async with session.get(f"{LOOPBACK_URL}/parcels") as response:
            print(await response.text())
    for method in ["GET", "PUT", "DELETE", "POST"]:
        print(f"{method:<6} {str(method in IDEMPOTENT).lower()}")


asyncio.run(main())
