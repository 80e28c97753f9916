"""The frontier is a table: a page is in it once, and is claimed in one statement."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

WORKERS = 4
# One thread, so that the connection is used by one at a time.
DATABASE_THREAD = ThreadPoolExecutor(max_workers=1)


def in_database(function, *arguments):
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(DATABASE_THREAD, function, *arguments)


def add(connection, url):
    insert = "INSERT OR IGNORE INTO page (url, state) VALUES (?, 'queued')"
    return connection.execute(insert, (url,)).rowcount


def claim(connection):
    update = """UPDATE page SET state = 'claimed' WHERE id =
        (SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1)
        RETURNING url"""
    return connection.execute(update).fetchone()


async def worker(connection):
    mine = []
    while row := await in_database(claim, connection):
        mine += row
    return mine


async def main():
    connection = await in_database(sqlite3.connect, ":memory:")
    table = "CREATE TABLE page (id INTEGER PRIMARY KEY, url TEXT UNIQUE, state TEXT)"
    await in_database(connection.execute, table)
    for url in ["/1", "/2", "/1"]:
        print(f"{url}: {await in_database(add, connection, url)} new")
    for n in range(3, 21):
        await in_database(add, connection, f"/{n}")
    mine = await asyncio.gather(*(worker(connection) for _ in range(WORKERS)))
    claims = sum(mine, [])
    print(f"{len(claims)} claims")
    print(f"{len(set(claims))} pages")


asyncio.run(main())
