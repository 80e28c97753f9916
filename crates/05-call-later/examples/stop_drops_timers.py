"""stop() ends the loop after the present turn; timers that are left never fire."""

import asyncio


def callback(sleep_times):
    print(f"sleep {sleep_times} success")


def stoploop(loop):
    loop.stop()


loop = asyncio.new_event_loop()
now = loop.time()
print(f"{loop.time() - now:.2f}")
for seconds in [2, 1, 3]:
    loop.call_at(now + seconds, callback, seconds)
loop.call_soon(callback, 4)
loop.call_soon(stoploop, loop)
loop.run_forever()
loop.close()
