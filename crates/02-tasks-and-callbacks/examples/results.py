"""A task keeps its result until it is asked for."""

import asyncio


async def hello(seconds):
    print(f"Waiting {seconds}")
    await asyncio.sleep(seconds)
    print(f"Done {seconds}")
    return f"Res {seconds}"


async def main():
    tasks = [asyncio.create_task(hello(seconds)) for seconds in (1, 2, 3)]
    for task in tasks:
        await task
    for task in tasks:
        print(task.result())


asyncio.run(main())
