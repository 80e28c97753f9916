"""Whoever fails inside the with block lets go of the lock."""

import asyncio

requests = 0


async def request(number):
    await asyncio.sleep(0.05)  # stands in for the network
    if number == 1:
        raise ConnectionError("no answer")
    return "the page"


async def get_stuff(caller, lock):
    global requests
    async with lock:
        print(f"{caller} has the lock")
        requests += 1
        page = await request(requests)
        print(f"{caller} has {page}")
        return page


async def main():
    lock = asyncio.Lock()
    parsing = asyncio.create_task(get_stuff("parse_stuff", lock))
    using = asyncio.create_task(get_stuff("use_stuff", lock))
    try:
        print(f'parse_stuff: Ok("{await parsing}")')
    except ConnectionError as error:
        print(f'parse_stuff: Err("{error}")')
    print(f'use_stuff: Ok("{await using}")')


asyncio.run(main())
