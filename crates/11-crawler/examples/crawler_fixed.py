"""Repaired: a queue, workers that end, each URL once, and titles that are only text."""

import asyncio
import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:8000")
START_URL = "http://www.jobbole.com/"
WORKERS = 1
# One thread, so that the connection is used by one at a time.
DATABASE_THREAD = ThreadPoolExecutor(max_workers=1)


class Page(HTMLParser):
    """Title and links of a page."""

    def __init__(self, html):
        super().__init__()
        self.title, self.links, self.in_title = "", [], False
        self.feed(html)
        self.title = self.title.strip()

    def handle_starttag(self, tag, attributes):
        self.in_title = tag == "title"
        if tag == "a":
            self.links.append(dict(attributes).get("href") or "")

    def handle_endtag(self, tag):
        self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data


async def visit(session, connection, url):
    print(f"start get url:{url}")
    async with session.get(url) as response:
        print(f"url status:{response.status} {url}")
        if response.status != 200:
            return []
        page = Page(await response.text())
    if re.match(r"http://[^/]*jobbole\.com/\d+/", url):
        insert = "INSERT INTO article_test (title) VALUES (?)"
        await in_database(connection.execute, insert, (page.title,))
    return page.links


async def worker(session, connection, queue, seen):
    while True:
        url = await queue.get()
        try:
            for link in await visit(session, connection, url):
                ours = link.startswith("http") and "jobbole.com/" in link
                if ours and link not in seen:
                    seen.add(link)
                    queue.put_nowait(link)
        finally:
            queue.task_done()


def in_database(function, *arguments):
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(DATABASE_THREAD, function, *arguments)


async def main():
    connection = await in_database(sqlite3.connect, ":memory:")
    table = "CREATE TABLE article_test (id INTEGER PRIMARY KEY, title TEXT)"
    await in_database(connection.execute, table)
    queue, seen = asyncio.Queue(), {START_URL}
    queue.put_nowait(START_URL)
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        workers = [
            asyncio.create_task(worker(session, connection, queue, seen))
            for _ in range(WORKERS)
        ]
        await queue.join()
        for task in workers:
            task.cancel()
        async with session.get(f"{LOOPBACK_URL}/stats", proxy=None) as response:
            requests = (await response.json())["total"]
    rows = await in_database(connection.execute, "SELECT id, title FROM article_test")
    for id, title in await in_database(rows.fetchall):
        print(f"row {id}: {title}")
    print(f"{requests} requests for 7 pages")


asyncio.run(main())
