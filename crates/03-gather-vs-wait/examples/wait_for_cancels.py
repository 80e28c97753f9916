"""wait_for cancels the task, and waits until it has cleaned up."""

import asyncio


async def download(name):
    try:
        print(f"{name}: started")
        await asyncio.sleep(1)
        print(f"{name}: finished")
    finally:
        print(f"{name}: removed")


async def main():
    limit = 0.2
    try:
        await asyncio.wait_for(download("news.tmp"), limit)
        print("in time")
    except TimeoutError:
        # It has no text of its own; this is what the Rust library says.
        print("the task was not done in time")
    try:
        # The neighbour of tokio's timeout: it runs inside this task.
        async with asyncio.timeout(limit):
            await download("sport.tmp")
        print("in time")
    except TimeoutError:
        print("deadline has elapsed")


asyncio.run(main())
