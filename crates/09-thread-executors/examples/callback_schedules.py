"""A callback may schedule another: it comes in the next turn."""

import asyncio
import threading


def first(loop, may_go, all_done):
    def third():
        print("third")
        all_done.set()

    may_go.wait()
    print("first")
    loop.call_soon_threadsafe(third)
    print("first is over")


new_loop = asyncio.new_event_loop()
thread = threading.Thread(target=new_loop.run_forever)
thread.start()
may_go, all_done = threading.Event(), threading.Event()
new_loop.call_soon_threadsafe(first, new_loop, may_go, all_done)
new_loop.call_soon_threadsafe(print, "second")
may_go.set()
all_done.wait()
new_loop.call_soon_threadsafe(new_loop.stop)
thread.join()
new_loop.close()
