"""A timer is given a new deadline by cancelling it and setting another."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    asleep = loop.create_future()
    timer = loop.call_later(1, asleep.set_result, None)
    for pause in [0.5, 0.7]:
        await asyncio.sleep(pause)
        print("still here")
        timer.cancel()
        timer = loop.call_later(1, asleep.set_result, None)
    await asleep
    print("asleep")


asyncio.run(main())
