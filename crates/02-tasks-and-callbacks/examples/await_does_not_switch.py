"""Control changes hands only where an await must wait."""

import asyncio


async def inner():
    print("inner")


async def other():
    print("other task runs")


async def main():
    task = asyncio.create_task(other())
    await inner()
    await inner()
    print("still no switch")
    await asyncio.sleep(0)
    print("switched")
    await task


asyncio.run(main())
