"""Logged in: the session keeps the cookie, and shows it with every later request."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def account(session):
    async with session.get(f"{LOOPBACK_URL}/account") as response:
        return (await response.text()).strip()


def client():
    # By default the jar takes no cookies from an address without a name.
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def main():
    async with client() as crab, client() as stranger:
        print(await account(crab))

        form = {"name": "crab"}
        async with crab.post(f"{LOOPBACK_URL}/login", data=form) as response:
            print(f'"{response.headers["Set-Cookie"]}"')
        print(await account(crab))
        print(await account(stranger))

        async with crab.post(f"{LOOPBACK_URL}/logout"):
            pass
        print(await account(crab))


asyncio.run(main())
