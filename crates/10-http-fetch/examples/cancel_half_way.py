"""Giving up half-way: the download is cancelled, and the site notices."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def download(session):
    url = f"{LOOPBACK_URL}/download?kib=8&every_ms=400"
    async with session.get(url) as response:
        read = 0
        async for piece in response.content.iter_any():
            read += len(piece)
            print(read, "bytes")


async def stats(session):
    async with session.get(f"{LOOPBACK_URL}/stats") as response:
        return await response.json()


async def main():
    async with aiohttp.ClientSession() as session, aiohttp.ClientSession() as other:
        # It has a connection of its own, from before the download.
        await stats(other)
        task = asyncio.create_task(download(session))
        await asyncio.sleep(1.4)
        before = (await stats(other))["in_flight"]
        task.cancel()
        await asyncio.wait([task])
        print("cancelled")
        print("in flight:", before)
        await asyncio.sleep(0.2)
        print("in flight:", (await stats(other))["in_flight"])

        async with session.get(f"{LOOPBACK_URL}/get"):
            pass
        print("connections:", (await stats(other))["connections"] - 1)


asyncio.run(main())
