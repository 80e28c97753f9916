"""Blocking against async, timed: five pages of 400 ms each."""

import asyncio
import os
import time

import aiohttp
import requests

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
URL = f"{LOOPBACK_URL}/delay/400"


def fetch_blocking():
    return requests.get(URL, timeout=10).text


async def fetch(session):
    async with session.get(URL) as response:
        return await response.text()


async def main():
    start = time.monotonic()
    for _ in range(5):
        fetch_blocking()
    print(f"blocking, one thread: {int(time.monotonic() - start)} s and a bit")

    start = time.monotonic()
    # The default executor has at least five threads.
    threads = (asyncio.to_thread(fetch_blocking) for _ in range(5))
    await asyncio.gather(*threads)
    print(f"blocking, five threads: {int(time.monotonic() - start)} s and a bit")

    start = time.monotonic()
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(fetch(session) for _ in range(5)))
    print(f"async, one thread: {int(time.monotonic() - start)} s and a bit")


asyncio.run(main())
