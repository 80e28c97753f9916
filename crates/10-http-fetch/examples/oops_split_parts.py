"""Splitting an answer at the wrong line ends: the part you want is not there."""

import asyncio
import os
from urllib.parse import urlsplit

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
REQUEST = (
    "GET /goods/0/ HTTP/1.1\r\nHost:shop.projectsedu.com\r\nConnection:close\r\n\r\n"
)


async def main():
    site = urlsplit(LOOPBACK_URL)
    reader, writer = await asyncio.open_connection(site.hostname, site.port)
    writer.write(REQUEST.encode())
    answer = (await reader.read()).decode()
    writer.close()

    lines = answer.splitlines(keepends=True)
    joined = "\n".join(lines)
    for end in ["\n\n", "\r\n\n", "\r\n\r\n"]:
        parts = joined.split(end)
        try:
            part = parts[10]
        except IndexError:
            part = "not there"
        print(f"parts: {len(parts)}, [10]: {part}")

    _head, _, body = answer.partition("\r\n\r\n")
    first = body.splitlines()[0]
    print(f'the body begins: Some("{first}")')


asyncio.run(main())
