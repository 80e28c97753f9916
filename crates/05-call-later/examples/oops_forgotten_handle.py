"""Oops: dropping the handle does not cancel the timer."""

import asyncio


def answer():
    global timeout
    print("the answer is here")
    del timeout


loop = asyncio.new_event_loop()
timeout = loop.call_later(2, print, "no answer: giving up")
loop.call_later(1, answer)
loop.call_later(3, loop.stop)
loop.run_forever()
loop.close()
