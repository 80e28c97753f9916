"""The same crawl with Scrapy: python3 scrapy_crawler.py URL DATABASE

Its frontier is on the disk (JOBDIR, in a folder beside the database), so that a crawl that
was stopped resumes. Titles go into an SQLite table, with one transaction for each hundred.
"""

import json
import sqlite3
import sys
import time
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

BATCH = 100


class Titles(scrapy.Spider):
    name = "titles"

    def __init__(self, start, database):
        super().__init__()
        self.start_url = start
        self.allowed_domains = [urlsplit(start).hostname]
        self.connection = sqlite3.connect(database)
        self.connection.executescript(
            """PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TABLE article_test (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT)"""
        )
        self.batch, self.stored = [], 0

    async def start(self):
        # By default, start URLs are not remembered as seen.
        yield scrapy.Request(self.start_url)

    def parse(self, response):
        self.batch.append((response.url, response.xpath("//title/text()").get()))
        if len(self.batch) == BATCH:
            self.write()
        for href in response.xpath("//a/@href").getall():
            if not href.startswith(("mailto:", "javascript:")):
                yield response.follow(href)

    def write(self):
        with self.connection:
            insert = "INSERT INTO article_test (url, title) VALUES (?, ?)"
            self.connection.executemany(insert, self.batch)
        self.stored += len(self.batch)
        self.batch = []

    def closed(self, reason):
        self.write()
        self.connection.close()
        summary = {
            "requests": self.crawler.stats.get_value("downloader/request_count"),
            "stored": self.stored,
            "seconds": time.monotonic() - BEGIN,
            "parser": "lxml",
        }
        print(json.dumps(summary))


def main(start, database):
    process = CrawlerProcess(
        {
            "JOBDIR": database + ".job",
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
            "DOWNLOAD_DELAY": 0,
            # Scrapy starts this number of tasks for each page. By default they are 100,
            # and take a quarter of the processor.
            "CONCURRENT_ITEMS": 4,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Titles, start, database)
    process.start()


BEGIN = time.monotonic()
main(*sys.argv[1:])
