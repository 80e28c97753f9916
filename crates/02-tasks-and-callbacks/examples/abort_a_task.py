"""cancel asks the loop to end a task; it happens when main waits."""

import asyncio


async def fly(name):
    try:
        print(f"{name}: in the air")
        await asyncio.sleep(60)
    finally:
        print(f"{name}: landed")


def as_rust(value):
    return str(value).lower()


async def main():
    first = asyncio.create_task(fly("first"))
    await asyncio.sleep(1)
    first.cancel()
    print("first finished:", as_rust(first.done()))
    await asyncio.wait([first])
    print("first cancelled:", as_rust(first.cancelled()))

    second = asyncio.create_task(fly("second"))
    second.cancel()
    await asyncio.wait([second])
    print("second cancelled:", as_rust(second.cancelled()))


asyncio.run(main())
