"""Headers for every request, headers for one, and a query that escapes itself."""

import asyncio
import json
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def main():
    always = {"User-Agent": "await-and-see", "Accept-Language": "zh, en"}
    async with aiohttp.ClientSession(headers=always) as session:
        async with session.get(
            f"{LOOPBACK_URL}/get",
            headers={"X-Order": "7"},
            params=[("bread", "rye 1/2"), ("tag", "new"), ("tag", "warm")],
        ) as response:
            # yarl leaves the slash as it is, which means the same in a query.
            print(response.url.raw_query_string.replace("/", "%2F"))
            seen = await response.json()
    print(json.dumps(seen["args"]["bread"]))
    headers = seen["headers"]
    print(json.dumps(headers["User-Agent"]), json.dumps(headers["Accept-Language"]))
    print(json.dumps(headers["X-Order"]))


asyncio.run(main())
