"""Oops: a page is marked as seen when it has come, and by then it waits again."""

import asyncio
import os
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:8000")
START = f"{LOOPBACK_URL}/generated/40/0"


async def links(session, url):
    async with session.get(url) as response:
        if response.status != 200:
            return []
        found = re.findall('href="(.*?)"', await response.text())
    found = (urldefrag(urljoin(url, link)).url for link in found)
    here = urlsplit(url).netloc
    return dict.fromkeys(link for link in found if urlsplit(link).netloc == here)


async def crawl(session, marked):
    seen, this_round = {START}, [START]
    while this_round:
        found = await asyncio.gather(*(links(session, url) for url in this_round))
        seen.update(this_round)
        this_round = []
        for url in (url for urls in found for url in urls):
            if url in seen:
                continue
            if marked == "WhenQueued":
                seen.add(url)
            this_round.append(url)


async def main():
    async with aiohttp.ClientSession() as session:
        for marked in ["WhenFetched", "WhenQueued"]:
            async with session.get(f"{LOOPBACK_URL}/stats/reset"):
                pass
            await crawl(session, marked)
            async with session.get(f"{LOOPBACK_URL}/stats") as response:
                requests = (await response.json())["total"]
            print(f"{marked}: {requests} requests")


asyncio.run(main())
