"""A loop in another thread takes calls from this one."""

import asyncio
import time
from threading import Thread


def more_work(x):
    print(f"More work {x}")
    time.sleep(x / 10)
    print(f"Finished more work {x}")


start = time.monotonic()
new_loop = asyncio.new_event_loop()
thread = Thread(target=new_loop.run_forever)
thread.start()
print(f"TIME: {time.monotonic() - start:.1f}")
for x in [6, 3]:
    new_loop.call_soon_threadsafe(more_work, x)
new_loop.call_soon_threadsafe(new_loop.stop)
thread.join()
new_loop.close()
