"""Oops: the title was put into the SQL, and was read as SQL."""

import asyncio
import sqlite3

TITLES = [
    "asyncio",
    "Rust's async/await",
    "x'); DELETE FROM article_test; --",
]


def insert_all():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article_test (id INTEGER PRIMARY KEY, title TEXT)")
    for n, title in enumerate(TITLES, 1):
        insert = f"INSERT INTO article_test (title) VALUES ('{title}')"
        try:
            # As aiomysql does, and `execute` does not, this takes several statements.
            connection.executescript(insert)
            print(f"title {n}: ok")
        except sqlite3.OperationalError as error:
            print(f"title {n}: {error}")
        rows = connection.execute("SELECT COUNT(*) FROM article_test").fetchone()[0]
        print(f"rows: {rows}")


asyncio.run(asyncio.to_thread(insert_all))
