"""A task is queued when it is made; it runs when main has to wait."""

import asyncio


async def count(shelf, books):
    print(f"{shelf}: counting")
    await asyncio.sleep(1)
    print(f"{shelf}: {books} books")
    return books


async def greet():
    print("good morning")


async def main():
    history = asyncio.create_task(count("history", 30))
    poetry = asyncio.create_task(count("poetry", 12))
    print("both are queued")
    await greet()
    books = await history + await poetry
    print(f"{books} books")


asyncio.run(main())
