"""Oops: a coroutine with two awaits is cancelled between them, and a shoe is lost."""

import asyncio


async def pair(shoes):
    one = await shoes.get()
    other = await shoes.get()
    return f"{one} and {other}"


async def belt(shoes):
    await asyncio.sleep(0.1)
    for shoe in ["left 1", "right 1", "left 2", "right 2"]:
        await asyncio.sleep(0.2)
        await shoes.put(shoe)


async def main():
    shoes = asyncio.Queue(8)
    running = asyncio.create_task(belt(shoes))
    while True:
        try:
            print("made again:", await asyncio.wait_for(pair(shoes), 0.4))
            break
        except TimeoutError:
            print("blink")
    running.cancel()

    shoes = asyncio.Queue(8)
    running = asyncio.create_task(belt(shoes))
    next_pair = asyncio.create_task(pair(shoes))
    while True:
        done, _pending = await asyncio.wait([next_pair], timeout=0.4)
        if done:
            print("kept:", next_pair.result())
            break
        print("blink")
    running.cancel()


asyncio.run(main())
