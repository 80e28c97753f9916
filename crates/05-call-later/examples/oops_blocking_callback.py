"""Oops: a callback that blocks makes every timer late."""

import asyncio
import time


def callback(sleep_times):
    time.sleep(sleep_times / 10)
    print(f"sleep {sleep_times} success")


loop = asyncio.new_event_loop()
now = loop.time()
print(f"{loop.time() - now:.2f}")
for tenths in [2, 1, 3]:
    loop.call_at(now + tenths / 10, callback, tenths)
loop.call_soon(callback, 4)
loop.call_at(now + 0.4, loop.stop)
loop.run_forever()
loop.close()
