"""Two mistakes repaired: it fetches articles, and never a list of articles."""

import asyncio
import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:8000")

start_url = "http://www.jobbole.com/"
waiting_urls = []
seen_urls = set()
sem = asyncio.Semaphore(1)
# One thread, so that the connection is used by one at a time.
DATABASE_THREAD = ThreadPoolExecutor(max_workers=1)


class Page(HTMLParser):
    """Title and links of a page: what the tutorial asks PyQuery for."""

    def __init__(self, html):
        super().__init__()
        self.title, self.links, self.in_title = "", [], False
        self.feed(html)  # a TypeError if there is no page
        self.title = self.title.strip()

    def handle_starttag(self, tag, attributes):
        self.in_title = tag == "title"
        if tag == "a":
            self.links.append(dict(attributes).get("href"))

    def handle_endtag(self, tag):
        self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data


async def fetch(url, session):
    async with sem:
        async with session.get(url) as response:
            print(f"url status:{response.status}")
            if response.status in [200, 201]:
                return await response.text()


def extract_urls(html):
    for url in Page(html).links:
        if url and url.startswith("http") and url not in seen_urls:
            waiting_urls.append(url)


async def init_urls(url, session):
    html = await fetch(url, session)
    seen_urls.add(url)
    extract_urls(html)


async def article_handler(url, session, connection):
    html = await fetch(url, session)
    seen_urls.add(url)
    extract_urls(html)
    title = Page(html).title
    insert = f"INSERT INTO article_test (title) VALUES ('{title}')"
    # As aiomysql does, and sqlite3's `execute` does not, this takes several statements.
    await in_database(connection.executescript, insert)


async def consumer(session, connection):
    while True:
        if not waiting_urls:
            await asyncio.sleep(0.5)
            continue
        url = waiting_urls.pop()
        print(f"start get url:{url}")
        if re.match(r"http://.*?jobbole.com/\d+/", url):
            if url not in seen_urls:
                asyncio.ensure_future(article_handler(url, session, connection))
            else:
                if url not in seen_urls:
                    asyncio.ensure_future(init_urls(url, session))


def in_database(function, *arguments):
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(DATABASE_THREAD, function, *arguments)


async def main():
    connection = await in_database(sqlite3.connect, ":memory:")
    table = (
        "CREATE TABLE article_test "
        "(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT)"
    )
    await in_database(connection.execute, table)
    async with aiohttp.ClientSession(proxy=LOOPBACK_URL) as session:
        await init_urls(start_url, session)
        polling = asyncio.ensure_future(consumer(session, connection))
        await asyncio.sleep(1.25)
        polling.cancel()
        async with session.get(f"{LOOPBACK_URL}/stats", proxy=None) as response:
            requests = (await response.json())["total"]
    rows = await in_database(connection.execute, "SELECT id, title FROM article_test")
    for id, title in await in_database(rows.fetchall):
        print(f"row {id}: {title}")
    print(f"{requests} requests for 4 pages")


asyncio.run(main())
