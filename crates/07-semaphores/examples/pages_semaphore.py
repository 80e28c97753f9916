"""Twenty tasks at once, and five of them at work."""

import asyncio
import time

in_flight = most = 0


async def fetch(page):
    global in_flight, most
    in_flight += 1
    most = max(most, in_flight)
    await asyncio.sleep(0.1 * (1 + page % 3))
    in_flight -= 1


async def fetch_limited(page, limit):
    async with limit:
        await fetch(page)


async def main():
    start = time.monotonic()
    limit = asyncio.Semaphore(5)
    pages = [asyncio.create_task(fetch_limited(page, limit)) for page in range(1, 21)]
    print("tasks for 20 pages:", len(pages))
    await asyncio.gather(*pages)
    print("most at once:", most)
    print(f"took {time.monotonic() - start:.2f} s")


asyncio.run(main())
