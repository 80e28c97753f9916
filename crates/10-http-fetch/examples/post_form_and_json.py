"""The same order as a form and as JSON: one argument each, and the content type with it."""

import asyncio
import json
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
ORDER = {"bread": "rye & oat", "slices": 2}


def compact(value):
    return json.dumps(value, separators=(",", ":"))


async def main():
    async with aiohttp.ClientSession() as session:
        for part, body in [("form", {"data": ORDER}), ("json", {"json": ORDER})]:
            async with session.post(f"{LOOPBACK_URL}/post", **body) as response:
                seen = await response.json()
            print(json.dumps(seen["headers"]["Content-Type"]))
            print(compact(seen[part]))


asyncio.run(main())
