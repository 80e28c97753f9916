"""A bound parameter is never read as SQL: the title that deletes rows is a row."""

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
    for title in TITLES:
        insert = "INSERT INTO article_test (title) VALUES (?)"
        connection.execute(insert, (title,))
    for id, title in connection.execute("SELECT id, title FROM article_test"):
        print(id, title)


asyncio.run(asyncio.to_thread(insert_all))
