"""A permit that a timer keeps for a second limits the rate."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    turns = asyncio.Semaphore(2)
    for order in range(1, 7):
        await turns.acquire()
        print(f"order {order}: sent")
        loop.call_later(1, turns.release)


asyncio.run(main())
