"""Oops: a coroutine cannot stop its own loop to wait for another coroutine."""

import asyncio


async def price():
    print("looking it up")
    return 8


async def shop():
    return asyncio.get_running_loop().run_until_complete(price())


async def main():
    try:
        await asyncio.create_task(shop())
        print("shopping ended well")
    except RuntimeError:  # This event loop is already running
        print("shopping ended badly")


asyncio.run(main())
