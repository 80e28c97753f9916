"""as_completed returns the fastest page first."""

import asyncio
import time


async def fetch(page, seconds):
    await asyncio.sleep(seconds)
    return page


async def main():
    start = time.monotonic()
    latencies = [("news", 0.3), ("weather", 0.1), ("sport", 0.2)]
    pages = [fetch(page, seconds) for page, seconds in latencies]
    for next_page in asyncio.as_completed(pages):
        page = await next_page
        print(f"{page} after {time.monotonic() - start:.2f} s")


asyncio.run(main())
