"""A callback can be removed until the task has finished."""

import asyncio


async def deliver():
    print("the parcel is on its way")
    await asyncio.sleep(2)
    print("the parcel is there")


def doorbell(_task):
    print("ding dong")


def message(_task):
    print("a message to the phone")


async def main():
    task = asyncio.create_task(deliver())
    task.add_done_callback(doorbell)
    task.add_done_callback(message)
    await asyncio.sleep(1)
    print(f"taken back: {task.remove_done_callback(doorbell)}")
    await task
    print(f"taken back: {task.remove_done_callback(message)}")


asyncio.run(main())
