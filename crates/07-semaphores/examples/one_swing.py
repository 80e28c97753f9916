"""A task that asks again goes to the end of the line."""

import asyncio


async def play(child, swing):
    for ride in [1, 2]:
        async with swing:
            print(f"{child}: ride {ride}")
            await asyncio.sleep(1)


async def main():
    swing = asyncio.Semaphore(1)
    await asyncio.gather(*(play(child, swing) for child in ["Mia", "Noa", "Oli"]))


asyncio.run(main())
