"""call_soon comes before a timer without delay, even one that was set first."""

import asyncio


def ready(loop):
    print("call_soon, registered second")
    loop.stop()


loop = asyncio.new_event_loop()
loop.call_later(0, print, "call_later(0), registered first")
loop.call_soon(ready, loop)
loop.run_forever()
loop.close()
