"""asyncio.run cancels its tasks, and waits for threads that have begun."""

import asyncio
import time


async def guard_the_door():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("guard: goes home")


def press():
    time.sleep(0.3)
    print("press: done")


async def main():
    _guard = asyncio.create_task(guard_the_door())
    asyncio.get_running_loop().run_in_executor(None, press)
    await asyncio.sleep(0.1)
    print("main: closing time")


asyncio.run(main())
print("the runtime is gone")
