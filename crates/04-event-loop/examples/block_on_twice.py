"""Tasks run only while the loop runs."""

import asyncio


async def drip():
    for drop in range(1, 11):
        await asyncio.sleep(1)
        print(f"drop {drop}")


loop = asyncio.new_event_loop()
tap = loop.create_task(drip())
print("not run yet")
loop.run_until_complete(asyncio.sleep(2.5))
print("between the two")
loop.run_until_complete(asyncio.sleep(1))
print("after both")
# Closing the loop alone would leave the task pending.
tap.cancel()
loop.run_until_complete(asyncio.wait([tap]))
loop.close()
print("the tap is gone")
