"""Timers fire by deadline, and call_soon comes before them all."""

import asyncio


def callback(sleep_times):
    print(f"sleep {sleep_times} success")


loop = asyncio.new_event_loop()
now = loop.time()
# The number itself is the uptime of the machine.
print(f"{loop.time() - now:.2f}")
for seconds in [2, 1, 3]:
    loop.call_at(now + seconds, callback, seconds)
loop.call_soon(callback, 4)
loop.call_at(now + 4, loop.stop)
loop.run_forever()
loop.close()
