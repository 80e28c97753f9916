"""The lock is held as long as the with block."""

import asyncio


async def bake(what, oven):
    # "with await oven:" is an error since 3.9
    async with oven:
        print(f"{what}: in the oven")
        await asyncio.sleep(1)
        print(f"{what}: out of the oven")
    await asyncio.sleep(2)
    print(f"{what}: cool")


async def main():
    oven = asyncio.Lock()
    await asyncio.gather(bake("bread", oven), bake("rolls", oven))


asyncio.run(main())
