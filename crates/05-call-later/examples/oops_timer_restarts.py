"""Oops: a timeout inside the loop starts anew with every message."""

import asyncio

PATIENCE = 2.5


async def send(messages):
    for number in range(1, 5):
        await asyncio.sleep(1)
        messages.put_nowait(number)


async def main():
    loop = asyncio.get_running_loop()

    start, messages, read = loop.time(), asyncio.Queue(), 0
    sender = asyncio.create_task(send(messages))
    try:
        while True:
            await asyncio.wait_for(messages.get(), PATIENCE)
            read += 1
    except TimeoutError:
        print(f"{read} read, gave up at {loop.time() - start:.2f}")
    await sender

    start, messages, read = loop.time(), asyncio.Queue(), 0
    sender = asyncio.create_task(send(messages))
    try:
        async with asyncio.timeout_at(start + PATIENCE):
            while True:
                await messages.get()
                read += 1
    except TimeoutError:
        print(f"{read} read, gave up at {loop.time() - start:.2f}")


asyncio.run(main())
