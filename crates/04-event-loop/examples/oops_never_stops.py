"""Oops: stop is never called, so the loop runs on with nothing to do."""

import asyncio
import signal
import sys


async def do_some_work(x):
    print("Waiting", x)
    await asyncio.sleep(x)
    print("Done")


async def work(tasks):
    return await asyncio.gather(*tasks)


# A shell that starts this in the background has it ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
loop = asyncio.new_event_loop()
tasks = [loop.create_task(do_some_work(x)) for x in [1, 3]]
both = loop.create_task(work(tasks))
loop.call_later(4.5, signal.raise_signal, signal.SIGINT)
try:
    loop.run_forever()
except KeyboardInterrupt:
    # Left alone, it would end Python by the signal itself.
    sys.exit(130)
