"""A bounded queue makes a quick producer wait for a slow consumer."""

import asyncio


async def write(pages):
    for page in range(1, 6):
        await pages.put(page)
        print(f"page {page} written")
    await pages.put(None)


async def main():
    pages = asyncio.Queue(maxsize=2)
    author = asyncio.create_task(write(pages))
    while (page := await pages.get()) is not None:
        await asyncio.sleep(0.1)
        print(f"page {page} printed")
    await author


asyncio.run(main())
