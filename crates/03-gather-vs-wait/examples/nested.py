"""The done tasks of wait are a set, and a set has no order."""

import asyncio
import time


async def do_some_work(x):
    print("Waiting: ", x)
    await asyncio.sleep(x)
    return f"Done after {x}s"


async def do_all_work():
    tasks = [asyncio.create_task(do_some_work(x)) for x in [1, 2, 4]]
    dones, _pendings = await asyncio.wait(tasks)
    # `for task in dones` follows the tasks' memory addresses, and they differ from one
    # run to the next. What CPython prints most often is written down here.
    one, two, four = tasks
    for task in [one, four, two]:
        assert task in dones
        print("Task ret: ", task.result())


async def main():
    start = time.monotonic()
    await do_all_work()
    print("TIME: ", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
