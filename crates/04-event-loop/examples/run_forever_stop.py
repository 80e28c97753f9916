"""run_forever runs until stop is called."""

import asyncio
import functools


async def do_some_work(x):
    print("Waiting", x)
    await asyncio.sleep(x)
    print("Done")


def done_callback(loop, _both):
    loop.stop()


async def work(tasks):
    return await asyncio.gather(*tasks)


loop = asyncio.new_event_loop()
# gather(do_some_work(1), do_some_work(3)) made a set of its arguments up to Python 3.6,
# and the tutorial got 3 first. This is its order.
tasks = [loop.create_task(do_some_work(x)) for x in [3, 1]]
both = loop.create_task(work(tasks))
both.add_done_callback(functools.partial(done_callback, loop))
loop.run_forever()
loop.close()
