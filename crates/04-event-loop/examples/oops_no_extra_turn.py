"""Oops: cancel() was called, but the loop never ran again."""

import asyncio
import signal


async def get_html(sleep_times):
    print("waiting")
    await asyncio.sleep(sleep_times)
    print(f"done after {sleep_times}s")


# A shell that starts this in the background has it ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
loop = asyncio.new_event_loop()
tasks = [loop.create_task(get_html(seconds)) for seconds in [2, 3, 3]]
loop.call_later(1, signal.raise_signal, signal.SIGINT)
try:
    loop.run_until_complete(asyncio.wait(tasks))
except KeyboardInterrupt:
    for task in asyncio.all_tasks(loop):
        print("cancel task")
        print(task.cancel())
    # Here one more turn is missing: nobody was cancelled.
    assert len(asyncio.all_tasks(loop)) == 4
finally:
    loop.close()
