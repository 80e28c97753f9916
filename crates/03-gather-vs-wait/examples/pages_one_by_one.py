"""An async generator runs only while its next item is awaited."""

import asyncio


async def pages():
    for page in (1, 2, 3):
        print(f"page {page}: asked for")
        await asyncio.sleep(0.1)
        yield page


async def main():
    generator = pages()
    print("the stream is made")
    await asyncio.sleep(1)
    async for page in generator:
        print(f"page {page}: read")


asyncio.run(main())
