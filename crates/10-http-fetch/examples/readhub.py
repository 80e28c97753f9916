"""Ten topics of a news site: a query, a header, and JSON."""

import asyncio
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def get_topics(client):
    async with client.get(
        "http://api.readhub.me/topic",
        params={"pageSize": 10},
        headers={"Accept": "application/json"},
    ) as response:
        response.raise_for_status()
        return (await response.json())["data"]


async def index_json(client):
    nums = 2
    return await get_topics(client)


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as client:
        for topic in await index_json(client):
            print(f"{topic['title']} ({len(topic.get('newsArray') or [])})")


asyncio.run(main())
