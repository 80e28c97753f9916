"""A call alone does nothing; the same call with await does."""

import asyncio


async def async_func():
    print("start ...")
    await asyncio.sleep(1)
    print("... end!")


async def main():
    async_func()
    await async_func()


asyncio.run(main())
