"""Awaited one after the other, the waits add up."""

import asyncio
import time


async def do_some_work(x):
    print("Waiting: ", x)
    await asyncio.sleep(x)
    return f"Done after {x}s"


async def main():
    start = time.monotonic()
    for x in [1, 2, 4]:
        print("Task ret: ", await do_some_work(x))
    print("TIME: ", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
