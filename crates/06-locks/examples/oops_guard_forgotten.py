"""Oops: acquire without release keeps everybody out."""

import asyncio


async def parse_stuff(lock):
    await lock.acquire()
    print("parse_stuff: locked")
    await asyncio.sleep(0.05)  # stands in for the request
    print("parse_stuff: done")


async def use_stuff(lock):
    try:
        await asyncio.wait_for(lock.acquire(), 6)
        print("use_stuff: locked")
    except TimeoutError:
        print("use_stuff: still locked after 6 s")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(parse_stuff(lock), use_stuff(lock))


asyncio.run(main())
