"""Two permits: two posters are printed, and the others wait."""

import asyncio


async def print_poster(number, printers):
    async with printers:
        print(f"poster {number}: printing")
        await asyncio.sleep(1)
        print(f"poster {number}: done")


async def main():
    printers = asyncio.Semaphore(2)
    await asyncio.gather(*(print_poster(number, printers) for number in range(1, 6)))


asyncio.run(main())
