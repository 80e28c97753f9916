"""A redirect is returned without allow_redirects, and an error past a limit."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def get(session, path, **options):
    try:
        async with session.get(f"{LOOPBACK_URL}{path}", **options) as response:
            print(response.status, "to", response.headers["Location"])
            requests = 1
    except aiohttp.TooManyRedirects as error:
        print("too many redirects: true")
        requests = len(error.history)
    print(f"  requests: {requests}")


async def main():
    async with aiohttp.ClientSession() as session:
        await get(session, "/redirect/3", allow_redirects=False)
        # aiohttp counts the answers, and raises at the last of them.
        await get(session, "/redirect/3", max_redirects=3)
        await get(session, "/hostile/redirect-loop", max_redirects=11)


asyncio.run(main())
