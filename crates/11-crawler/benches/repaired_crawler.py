"""The tutorial's crawler, repaired: python3 repaired_crawler.py URL DATABASE

Asyncio and aiohttp as used today: workers around a queue, a set of what was
ever queued, robots.txt, a limit per host, bounded retries, resolved links, bound
parameters. Pages are read with lxml if it is installed, else with Python's html.parser;
the database is sqlite3, in a thread of its own. The frontier is in memory.
"""

import asyncio
import json
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import aiohttp

try:
    from lxml import html as lxml_html
except ImportError:
    lxml_html = None

WORKERS = 16
PER_HOST = 16
MAX_RETRIES = 3
FIRST_PAUSE = 0.5
TIMEOUT = aiohttp.ClientTimeout(total=30)
MAX_PAGE_BYTES = 2 * 1024 * 1024
AGENT = "repaired-crawler"


class TitleAndLinks(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.title, self.links, self.in_title = None, [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links += (value for name, value in attributes if name == "href" and value)
        elif tag == "title" and self.title is None:
            self.title, self.in_title = "", True

    def handle_endtag(self, tag):
        if tag == "title":
            self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data


def read(body, charset):
    """Title and links of a page."""
    if lxml_html is not None:
        page = lxml_html.document_fromstring(body)
        return page.findtext(".//title"), page.xpath("//a/@href")
    page = TitleAndLinks(body.decode(charset or "utf-8", errors="replace"))
    return page.title, page.links


class Crawler:
    def __init__(self, start, database):
        self.start, self.host = start, urlsplit(start).netloc
        self.queue, self.seen = asyncio.Queue(), set()
        self.results = asyncio.Queue()
        self.robots = RobotFileParser()
        self.requests = self.stored = 0
        self.database = database
        # One thread, so that the connection is used by one at a time.
        self.database_thread = ThreadPoolExecutor(max_workers=1)

    def add(self, url):
        if url not in self.seen:
            self.seen.add(url)
            self.queue.put_nowait(url)

    async def attempt(self, session, url):
        """Status, charset and body; None for the status if there was no answer."""
        self.requests += 1
        try:
            async with session.get(url) as response:
                if response.content_type != "text/html" or response.status != 200:
                    return response.status, None, b""
                body = await response.content.read(MAX_PAGE_BYTES)
                while len(body) < MAX_PAGE_BYTES:
                    more = await response.content.read(MAX_PAGE_BYTES - len(body))
                    if not more:
                        break
                    body += more
                return response.status, response.charset, body
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return None, None, b""

    async def visit(self, session, url):
        pause = FIRST_PAUSE
        for attempt in range(1 + MAX_RETRIES):
            status, charset, body = await self.attempt(session, url)
            if status is not None and status < 500:
                break
            await asyncio.sleep(pause)
            pause *= 2
        if not body:
            return
        title, links = read(body, charset)
        await self.results.put((url, title))
        for link in links:
            link = urldefrag(urljoin(url, link)).url
            parts = urlsplit(link)
            if parts.scheme == "http" and parts.netloc == self.host:
                if self.robots.can_fetch(AGENT, link):
                    self.add(link)

    async def worker(self, session):
        while True:
            url = await self.queue.get()
            try:
                await self.visit(session, url)
            except Exception as error:
                print(f"{url}: {error!r}", file=sys.stderr)
            finally:
                self.queue.task_done()

    async def writer(self):
        """Stores what has come, all of it in one transaction."""
        while True:
            batch = [await self.results.get()]
            while not self.results.empty():
                batch.append(self.results.get_nowait())
            await self.in_database(self.insert, batch)
            for _ in batch:
                self.results.task_done()

    def in_database(self, function, *arguments):
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self.database_thread, function, *arguments)

    def open(self):
        self.connection = sqlite3.connect(self.database)
        self.connection.executescript(
            """PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TABLE article_test (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT)"""
        )

    def insert(self, batch):
        with self.connection:
            insert = "INSERT INTO article_test (url, title) VALUES (?, ?)"
            self.connection.executemany(insert, batch)
        self.stored += len(batch)

    async def crawl(self):
        await self.in_database(self.open)
        connector = aiohttp.TCPConnector(limit_per_host=PER_HOST)
        async with aiohttp.ClientSession(
            connector=connector, timeout=TIMEOUT, headers={"User-Agent": AGENT}
        ) as session:
            self.requests += 1
            async with session.get(urljoin(self.start, "/robots.txt")) as response:
                self.robots.parse((await response.text()).splitlines())
            self.add(self.start)
            tasks = [asyncio.create_task(self.worker(session)) for _ in range(WORKERS)]
            tasks.append(asyncio.create_task(self.writer()))
            await self.queue.join()
            await self.results.join()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.in_database(self.connection.close)


def main(start, database):
    begin = time.monotonic()
    crawler = Crawler(start, database)
    asyncio.run(crawler.crawl())
    summary = {
        "requests": crawler.requests,
        "stored": crawler.stored,
        "seconds": time.monotonic() - begin,
        "parser": "lxml" if lxml_html else "html.parser",
    }
    print(json.dumps(summary))


main(*sys.argv[1:])
