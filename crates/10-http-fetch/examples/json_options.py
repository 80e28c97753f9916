"""JSON into a dataclass: None for what may be null or missing, a default for the rest."""

import asyncio
import os
from dataclasses import dataclass, field

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


@dataclass
class News:
    site_name: str
    author_name: str | None = None
    comments: int | None = None
    tags: list[str] = field(default_factory=list)


def news_of(json):
    return News(
        site_name=json["siteName"],
        author_name=json.get("authorName"),
        comments=json.get("comments"),
        tags=json.get("tags", []),
    )


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{LOOPBACK_URL}/topic?pageSize=1") as response:
            topics = (await response.json())["data"]
    for topic in topics:
        for news in map(news_of, topic["newsArray"]):
            print(news.site_name)
            print("  author", news.author_name)
            print("  comments", news.comments)
            print("  tags", news.tags)


asyncio.run(main())
