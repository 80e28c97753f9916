"""Tasks may share any value: they never change threads."""

import asyncio


async def sign(name, seconds, book):
    await asyncio.sleep(seconds)
    book.append(name)
    print(f"{name}: signed")


async def main():
    book = []
    await asyncio.gather(sign("Ina", 0.2, book), sign("Jan", 0.1, book))
    print("[" + ", ".join(f'"{name}"' for name in book) + "]")


asyncio.run(main())
