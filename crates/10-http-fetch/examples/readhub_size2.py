"""Two topics, since two are asked for, each as one JSON object."""

import asyncio
import json
import os

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


async def get_topics(client, nums):
    async with client.get(
        "http://api.readhub.me/topic", params={"pageSize": nums}
    ) as response:
        response.raise_for_status()
        topics = (await response.json())["data"]
    return [
        {
            "title": topic.get("title"),
            "summary": topic.get("summary"),
            "news_info": topic.get("newsArray"),
            "updated_at": topic.get("updatedAt"),
        }
        for topic in topics
    ]


async def main():
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as client:
        for topic in await get_topics(client, 2):
            print(json.dumps(topic, ensure_ascii=False, separators=(",", ":")))


asyncio.run(main())
