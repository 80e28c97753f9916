"""call_later is call_at with the present time added."""

import asyncio


def callback(sleep_times):
    print(f"sleep {sleep_times} success")


loop = asyncio.new_event_loop()
start = loop.time()
for seconds in [2, 1, 3]:
    loop.call_later(seconds, callback, seconds)
print(f"{loop.time() - start:.2f}")
loop.call_soon(callback, 4)
loop.call_later(4, loop.stop)
loop.run_forever()
loop.close()
