"""Oops: the with block ends before the work begins."""

import asyncio


async def bake(what, oven):
    async with oven:
        pass
    print(f"{what}: in the oven")
    await asyncio.sleep(1)
    print(f"{what}: out of the oven")


async def main():
    oven = asyncio.Lock()
    await asyncio.gather(bake("bread", oven), bake("rolls", oven))


asyncio.run(main())
