"""Oops: nobody waits for the thread, so its loop ends with the program."""

import asyncio
import threading


async def more_work(x, has_begun):
    print(f"More work {x}")
    has_begun.set()
    await asyncio.sleep(x / 10)
    print(f"Finished more work {x}")


new_loop = asyncio.new_event_loop()
# A daemon, as threads are in Rust. Otherwise Python would wait for it, for ever.
thread = threading.Thread(target=new_loop.run_forever, daemon=True)
thread.start()
has_begun = threading.Event()
asyncio.run_coroutine_threadsafe(more_work(6, has_begun), new_loop)
has_begun.wait()
print("main: the end")
