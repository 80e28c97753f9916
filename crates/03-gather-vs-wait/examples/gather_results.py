"""gather returns results in the order of the arguments, not of completion."""

import asyncio


async def parcel(label, takes):
    await asyncio.sleep(takes)
    return label


async def main():
    print(await asyncio.gather(parcel("a", 0.3), parcel("b", 0.2), parcel("c", 0.1)))


asyncio.run(main())
