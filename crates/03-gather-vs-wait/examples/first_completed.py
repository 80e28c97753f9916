"""The first page ends the waiting, and the other pages go on."""

import asyncio


async def fetch(page, seconds):
    await asyncio.sleep(seconds)
    print(f"{page}: here")


async def main():
    pages = [("news", 0.3), ("weather", 0.1), ("sport", 0.2)]
    tasks = [asyncio.create_task(fetch(page, seconds)) for page, seconds in pages]

    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(f"done: {len(done)}, pending: {len(pending)}")

    done, pending = await asyncio.wait(pending)
    print(f"done: {len(done)}, pending: {len(pending)}")


asyncio.run(main())
