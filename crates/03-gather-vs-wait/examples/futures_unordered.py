"""as_completed returns the fastest first; it needs a task for each page."""

import asyncio


async def fetch(site, page, seconds):
    print(f"{page}: asked")
    await asyncio.sleep(seconds)
    return f"{site}/{page}"


async def main():
    site = "example.org"
    latencies = [("news", 0.3), ("weather", 0.1), ("sport", 0.2)]
    # Tasks made here start in this order. as_completed may put coroutines into a set.
    tasks = [asyncio.create_task(fetch(site, *latency)) for latency in latencies]
    print(f"{len(tasks)} waiting")
    for next_page in asyncio.as_completed(tasks):
        print(await next_page)


asyncio.run(main())
