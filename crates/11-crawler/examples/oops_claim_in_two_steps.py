"""Oops: first look for a page, then mark it; in between, another worker looks too."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

# One thread, so that the connection is used by one at a time.
DATABASE_THREAD = ThreadPoolExecutor(max_workers=1)


def in_database(function, *arguments):
    loop = asyncio.get_running_loop()
    return loop.run_in_executor(DATABASE_THREAD, function, *arguments)


def query(connection, sql, *values):
    return connection.execute(sql, values).fetchone()


async def claim(connection):
    queued = "SELECT id FROM page WHERE state = 'queued' ORDER BY id LIMIT 1"
    (id,) = await in_database(query, connection, queued)
    # Nothing is decided yet, and the other worker reads the same row.
    await asyncio.sleep(0.02)
    claimed = "UPDATE page SET state = 'claimed' WHERE id = ?"
    await in_database(query, connection, claimed, id)
    return id


async def main():
    connection = await in_database(sqlite3.connect, ":memory:")
    table = "CREATE TABLE page (id INTEGER PRIMARY KEY, state TEXT)"
    await in_database(query, connection, table)
    for id in [1, 2]:
        insert = "INSERT INTO page VALUES (?, 'queued')"
        await in_database(query, connection, insert, id)
    ann, ben = await asyncio.gather(claim(connection), claim(connection))
    print(f"Ann has page {ann}")
    print(f"Ben has page {ben}")


asyncio.run(main())
