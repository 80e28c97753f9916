"""Oops: whoever works first and sleeps then, works at once."""

import asyncio

PERIOD = 2


async def water(plant, first_delay):
    delay = first_delay
    for _ in range(2):
        await asyncio.sleep(delay)
        print(f"water for the {plant}")
        delay = PERIOD


async def main():
    await water("rose", 0)
    await water("cactus", PERIOD)


asyncio.run(main())
