"""ensure_future makes a task of a coroutine, and leaves a task as it is."""

import asyncio


async def deliver(parcel):
    print(f"parcel {parcel} is delivered")
    return parcel


def compare(one, other):
    return "same" if one is other else "new"


async def main():
    task = asyncio.ensure_future(deliver(1))
    again = asyncio.ensure_future(task)
    print(f"from a task: {compare(again, task)} task")
    other = asyncio.ensure_future(deliver(2))
    print(f"from a future: {compare(other, task)} task")
    for each in (task, again, other):
        print(f"awaited: {await each}")


asyncio.run(main())
