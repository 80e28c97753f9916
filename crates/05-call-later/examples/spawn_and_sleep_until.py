"""With tasks, a timer is a task that sleeps first."""

import asyncio


def callback(sleep_times):
    print(f"sleep {sleep_times} success")


async def call_at(when, sleep_times):
    await asyncio.sleep(when - asyncio.get_running_loop().time())
    callback(sleep_times)


async def call_soon(sleep_times):
    callback(sleep_times)


async def main():
    now = asyncio.get_running_loop().time()
    timers = [asyncio.create_task(call_at(now + seconds, seconds)) for seconds in [2, 1, 3]]
    await asyncio.create_task(call_soon(4))
    for timer in timers:
        await timer


asyncio.run(main())
