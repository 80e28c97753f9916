"""A form with a file: FormData sends each field as a part of its own."""

import asyncio
import json
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


def compact(value):
    return json.dumps(value, separators=(",", ":"))


async def main():
    form = aiohttp.FormData()
    form.add_field("customer", "crab")
    # An open file would do as well as the text.
    form.add_field(
        "list", "2 rye\n1 oat\n", filename="list.txt", content_type="text/plain"
    )
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{LOOPBACK_URL}/post", data=form) as response:
            seen = await response.json()
    print("form:", compact(seen["form"]))
    print("files:", compact(seen["files"]))
    kind, boundary = seen["headers"]["Content-Type"].split("; boundary=")
    print(kind)
    print("a boundary:", str(bool(boundary)).lower())


asyncio.run(main())
