"""Five workers share one list: the limit is the number of workers."""

import asyncio
import time

in_flight = most = 0


async def fetch(page):
    global in_flight, most
    in_flight += 1
    most = max(most, in_flight)
    await asyncio.sleep(0.1 * (1 + page % 3))
    in_flight -= 1


async def work(pages):
    for page in pages:
        await fetch(page)


async def main():
    start = time.monotonic()
    pages = iter(range(1, 21))
    workers = [asyncio.create_task(work(pages)) for _ in range(5)]
    print("tasks for 20 pages:", len(workers))
    await asyncio.gather(*workers)
    print("most at once:", most)
    print(f"took {time.monotonic() - start:.2f} s")


asyncio.run(main())
