"""session.post(...) written down is not sent: a request is made when it is awaited."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def arrived(session):
    async with session.get(f"{LOOPBACK_URL}/stats") as response:
        return (await response.json())["total"]


async def main():
    async with aiohttp.ClientSession() as session:
        url = f"{LOOPBACK_URL}/post"

        session.post(url, data=b"data")
        print("arrived:", await arrived(session))

        async with session.post(url, data=b"data") as response:
            status = f"{response.status} {response.reason}"
        print(f"arrived: {await arrived(session)}, {status}")


asyncio.run(main())
