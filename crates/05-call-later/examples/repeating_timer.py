"""A timer fires once; to repeat, it sets the next one."""

import asyncio

PERIOD = 1
STROKES = 3


def strike(loop, when, stroke):
    print(f"the bell strikes {stroke}")
    if stroke == STROKES:
        loop.stop()
        return
    following = when + PERIOD
    loop.call_at(following, strike, loop, following, stroke + 1)


loop = asyncio.new_event_loop()
first = loop.time() + PERIOD
print("the clock is wound up")
loop.call_at(first, strike, loop, first, 1)
loop.run_forever()
loop.close()
