"""The same as requests.rs with aiohttp. Arguments: the URL, how many requests at once, and
for how many seconds; prints requests per second, and seconds of the processor for each.
`connections URL COUNT` prints the seconds until COUNT answers have come, and how much
memory each took, in KiB.
"""

import asyncio
import resource
import sys
import time

import aiohttp

WARM_UP_SECONDS = 1.0


async def fetch(session, url):
    async with session.get(url) as response:
        assert response.status == 200
        return await response.read()


async def rate(url, at_once, seconds):
    answered = 0
    deadline = 0.0

    async def fetch_until_deadline(session):
        nonlocal answered
        while time.monotonic() < deadline:
            await fetch(session, url)
            answered += 1

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        for duration in (WARM_UP_SECONDS, seconds):
            answered = 0
            begin, cpu = time.monotonic(), time.process_time()
            deadline = begin + duration
            await asyncio.gather(
                *(fetch_until_deadline(session) for _ in range(at_once))
            )
        elapsed = time.monotonic() - begin
        print(answered / elapsed, (time.process_time() - cpu) / answered)


def memory_kib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def connections(url, count):
    before = memory_kib()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        begin = time.monotonic()
        await asyncio.gather(*(fetch(session, url) for _ in range(count)))
        print(time.monotonic() - begin, (memory_kib() - before) / count)


if sys.argv[1] == "connections":
    asyncio.run(connections(sys.argv[2], int(sys.argv[3])))
else:
    asyncio.run(rate(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
