"""Every result in its place, the failed ones too."""

import asyncio


async def fetch(page):
    if page == 2:
        raise LookupError(f"page {page}: not found")
    await asyncio.sleep(0.1 * page)
    return f"page {page}: found"


async def main():
    pages = [fetch(page) for page in [1, 2, 3]]
    for page in await asyncio.gather(*pages, return_exceptions=True):
        print(page)

    tasks = [asyncio.create_task(fetch(page)) for page in [1, 2, 3]]
    tasks[2].cancel()
    for page in await asyncio.gather(*tasks, return_exceptions=True):
        # A CancelledError has no text of its own.
        if isinstance(page, asyncio.CancelledError):
            print("the task was cancelled")
        else:
            print(page)


asyncio.run(main())
