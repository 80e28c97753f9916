"""Oops: a loop is run inside another one."""

import asyncio


async def run_inside():
    loop = asyncio.new_event_loop()
    try:
        loop.run_forever()
        print("dropped")
    finally:
        loop.close()


async def main():
    task = asyncio.create_task(run_inside())
    await asyncio.wait([task])
    print(f"panicked: {str(task.exception() is not None).lower()}")

    asyncio.new_event_loop().close()
    print("shut down")


asyncio.run(main())
