"""A callback is a function that runs once its task is done."""

import asyncio


async def hello():
    print("Hello World")


def callback(_task):
    print("Done")


async def main():
    task = asyncio.create_task(hello())
    task.add_done_callback(callback)
    await task


asyncio.run(main())
