"""Oops: two coroutine objects made together still run one after the other."""

import asyncio
import time


async def prepare(dish):
    print(f"{dish}: started")
    await asyncio.sleep(1)
    print(f"{dish}: ready")


async def main():
    start = time.monotonic()
    toast = prepare("toast")
    tea = prepare("tea")
    await toast
    await tea
    print(f"breakfast took {time.monotonic() - start:.2f} s")


asyncio.run(main())
