"""Giving up the handle lets the task go on; the end of main does not."""

import asyncio


async def ring_every_second():
    for hour in range(1, 13):
        await asyncio.sleep(1)
        print(f"the bell strikes {hour}")


async def main():
    bell = asyncio.create_task(ring_every_second())
    del bell
    print("the handle is gone")
    await asyncio.sleep(3.5)
    print("main goes home")


asyncio.run(main())
