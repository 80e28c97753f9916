"""A sleep counts from its await; as a task it counts from its start."""

import asyncio
import time


async def main():
    start = time.monotonic()
    egg = asyncio.create_task(asyncio.sleep(3))
    await asyncio.sleep(2)
    await egg
    print(f"egg after {round(time.monotonic() - start)} s")

    start = time.monotonic()
    egg = asyncio.sleep(3)
    await asyncio.sleep(2)
    await egg
    print(f"egg after {round(time.monotonic() - start)} s")


asyncio.run(main())
