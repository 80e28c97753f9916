"""The tutorial's crawler as it is printed: one page, and then nothing, for ever."""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:8000")

start_url = "http://www.jobbole.com/"
waiting_urls = []
seen_urls = set()
sem = asyncio.Semaphore(1)
# One thread, so that the connection is used by one at a time.
DATABASE_THREAD = ThreadPoolExecutor(max_workers=1)


async def fetch(url, session):
    async with sem:
        async with session.get(url) as response:
            print(f"url status:{response.status}")
            if response.status in [200, 201]:
                return await response.text()


async def consumer():
    while True:
        if not waiting_urls:
            await asyncio.sleep(0.5)
            continue
        print(f"start get url:{waiting_urls.pop()}")


def in_database(function, *arguments):
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(DATABASE_THREAD, function, *arguments)


async def main():
    connection = await in_database(sqlite3.connect, ":memory:")
    await in_database(connection.execute, "CREATE TABLE article_test (title TEXT)")
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        html = await fetch(start_url, session)
        seen_urls.add(start_url)
        seen_urls.add(html)
        polling = asyncio.ensure_future(consumer())
        await asyncio.sleep(1.25)
        polling.cancel()
        async with session.get(f"{LOOPBACK_URL}/stats", proxy=None) as response:
            requests = (await response.json())["total"]
    rows = await in_database(connection.execute, "SELECT COUNT(*) FROM article_test")
    print(f"rows: {(await in_database(rows.fetchone))[0]}, requests: {requests}")


asyncio.run(main())
