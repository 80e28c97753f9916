"""A task sends None into its coroutine until it returns, and so can you."""

import asyncio


async def bake():
    print("the dough rises")
    await asyncio.sleep(0)
    print("the oven is hot")
    return "a loaf"


bread = bake()
print("not polled yet")
while True:
    try:
        bread.send(None)
    except StopIteration as stop:
        print(f"ready: {stop.value}")
        break
    print("not ready")
