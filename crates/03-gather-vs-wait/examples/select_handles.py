"""wait stops no task: the slower one goes on."""

import asyncio


async def write_offer(firm, millis):
    await asyncio.sleep(millis / 1000)
    print(f"{firm}: offer is written")
    return millis


async def main():
    north = asyncio.create_task(write_offer("north", 300))
    south = asyncio.create_task(write_offer("south", 100))
    done, _pending = await asyncio.wait(
        [north, south], return_when=asyncio.FIRST_COMPLETED
    )
    print("first:", done.pop().result())
    await asyncio.sleep(0.05)
    print("north has finished:", str(north.done()).lower())
    print("later:", await north)


asyncio.run(main())
