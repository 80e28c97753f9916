"""Coroutines of the other loop wait side by side."""

import asyncio
import time
from threading import Thread


async def more_work(x):
    print(f"More work {x}")
    await asyncio.sleep(x / 10)
    print(f"Finished more work {x}")


start = time.monotonic()
new_loop = asyncio.new_event_loop()
thread = Thread(target=new_loop.run_forever)
thread.start()
print(f"TIME: {time.monotonic() - start:.1f}")
work = [asyncio.run_coroutine_threadsafe(more_work(x), new_loop) for x in [6, 3]]
for future in work:
    future.result()
print(f"TIME: {time.monotonic() - start:.1f}")
new_loop.call_soon_threadsafe(new_loop.stop)
thread.join()
new_loop.close()
