"""A wait that runs out of time raises nothing and cancels nothing."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1 * page)
    print(f"page {page}: here")


async def main():
    tasks = [asyncio.create_task(fetch(page)) for page in [1, 2, 3]]

    done, pending = await asyncio.wait(tasks, timeout=0.25)
    print(f"done: {len(done)}, pending: {len(pending)}")

    done, pending = await asyncio.wait(pending)
    print(f"done: {len(done)}, pending: {len(pending)}")


asyncio.run(main())
