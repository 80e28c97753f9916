"""A queue has no end of its own: each producer puts a None behind its last item."""

import asyncio


async def bake(oven, shop):
    for loaf in (1, 2):
        await asyncio.sleep(0.2)
        await shop.put(f"loaf {loaf} of oven {oven}")
    print(f"oven {oven}: out")
    await shop.put(None)


async def main():
    loaves = asyncio.Queue(8)
    ovens = [asyncio.create_task(bake(oven, loaves)) for oven in (1, 2)]
    baking = len(ovens)
    while baking:
        loaf = await loaves.get()
        if loaf is None:
            baking -= 1
        else:
            print(f"sold: {loaf}")
    print("closed")


asyncio.run(main())
