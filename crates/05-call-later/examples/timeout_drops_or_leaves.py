"""wait_for cancels what it waits for, and waits until it has ended; shield leaves it."""

import asyncio

LIMIT = 0.1


async def sign(name):
    try:
        await asyncio.sleep(0.3)
        print(f"{name}: signed")
    finally:
        print(f"{name}: pen down")


async def in_time(name, signing):
    try:
        await asyncio.wait_for(signing, LIMIT)
        print(f"{name} in time: true")
    except TimeoutError:
        print(f"{name} in time: false")


async def main():
    await in_time("Ida", sign("Ida"))

    task = asyncio.create_task(sign("Uwe"))
    await in_time("Uwe", asyncio.shield(task))
    await task

    task = asyncio.create_task(sign("Eva"))
    await in_time("Eva", asyncio.shield(task))
    await asyncio.sleep(1)


asyncio.run(main())
