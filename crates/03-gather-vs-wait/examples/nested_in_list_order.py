"""Go through the list of tasks, and the order is yours."""

import asyncio
import time


async def do_some_work(x):
    print("Waiting: ", x)
    await asyncio.sleep(x)
    return f"Done after {x}s"


async def do_all_work():
    tasks = [asyncio.create_task(do_some_work(x)) for x in [1, 2, 4]]
    _dones, _pendings = await asyncio.wait(tasks)
    for task in tasks:
        print("Task ret: ", task.result())


async def main():
    start = time.monotonic()
    await do_all_work()
    print("TIME: ", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
