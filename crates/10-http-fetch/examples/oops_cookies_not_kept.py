"""Logged in and forgotten: aiohttp keeps no cookies that come from a bare address."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    # Here `cookie_jar=aiohttp.CookieJar(unsafe=True)` is missing.
    async with aiohttp.ClientSession() as session:
        form = {"name": "crab"}
        async with session.post(f"{LOOPBACK_URL}/login", data=form) as response:
            cookie = "Set-Cookie" in response.headers
            print((await response.text()).strip())
        print("a cookie came:", str(cookie).lower())

        async with session.get(f"{LOOPBACK_URL}/account") as response:
            print(response.status, response.reason)
            print((await response.text()).strip())


asyncio.run(main())
