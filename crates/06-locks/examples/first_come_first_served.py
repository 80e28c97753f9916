"""A lock goes to the task that has waited longest."""

import asyncio


async def print_pages(name, printer):
    for page in range(1, 3):
        async with printer:
            print(f"{name}: page {page}")
            await asyncio.sleep(0.1)


async def main():
    printer = asyncio.Lock()
    await asyncio.gather(*(print_pages(name, printer) for name in ["Ada", "Ben", "Cem"]))


asyncio.run(main())
