"""A coroutine function may call itself: each coroutine object is on the heap anyway."""

import asyncio

PHOTOS = ("photos", [("summer", [("beach", [])]), ("winter", [])])


async def list_folder(folder, depth):
    name, inside = folder
    print("  " * depth + name)
    await asyncio.sleep(0.1)
    count = 1
    for inner in inside:
        count += await list_folder(inner, depth + 1)
    return count


async def main():
    print(await list_folder(PHOTOS, 0), "folders")


asyncio.run(main())
