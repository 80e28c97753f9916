"""A blocking call goes to a thread, and the loop stays free."""

import asyncio
import time


def weigh():
    print("scale: weighing")
    time.sleep(0.3)
    print("scale: done")
    return 42


async def main():
    weighing = asyncio.create_task(asyncio.to_thread(weigh))
    for tick in range(1, 3):
        await asyncio.sleep(0.1)
        print(f"clock: tick {tick}")
    grams = await weighing
    print(f"{grams} grams")


asyncio.run(main())
