"""try_lock does not wait, and timeout sets a limit."""

import asyncio

LIMIT = 0.2


async def ada(printer):
    async with printer:
        print("Ada: printing")
        await asyncio.sleep(0.3)
        print("Ada: done")


async def ben(printer):
    try:
        await asyncio.wait_for(printer.acquire(), LIMIT)
        printer.release()
    except TimeoutError:
        print("Ben: waited long enough")


async def cem(printer):
    if printer.locked():
        print("Cem: busy, I will come back")


async def dora(printer):
    async with printer:
        print("Dora: printing")


async def main():
    printer = asyncio.Lock()
    await asyncio.gather(ada(printer), ben(printer), cem(printer), dora(printer))


asyncio.run(main())
