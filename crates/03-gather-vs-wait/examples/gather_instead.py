"""gather waits as wait does, and returns the results."""

import asyncio
import time


async def do_some_work(x):
    print("Waiting: ", x)
    await asyncio.sleep(x)
    return f"Done after {x}s"


async def main():
    start = time.monotonic()
    tasks = [asyncio.create_task(do_some_work(x)) for x in [1, 2, 4]]
    for result in await asyncio.gather(*tasks):
        print("Task ret: ", result)
    print("TIME: ", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
