"""cancel() only asks; the task ends at its await, when the loop comes to it."""

import asyncio


async def tour():
    try:
        print("the van leaves")
        await asyncio.sleep(60)
        print("the tour is complete")
    finally:
        print("the van is back")


def yes_or_no(answer):
    return "yes" if answer else "no"


def state(task):
    done, cancelled = yes_or_no(task.done()), yes_or_no(task.cancelled())
    return f"done {done}, cancelled {cancelled}"


async def main():
    task = asyncio.create_task(tour())
    await asyncio.sleep(1)
    print(f"before: {state(task)}")
    print(f"cancel: {yes_or_no(task.cancel())}")
    print(f"asked: {state(task)}")
    try:
        await task
    except asyncio.CancelledError:
        print("await: the task was cancelled")
    print(f"ended: {state(task)}")
    print(f"cancel: {yes_or_no(task.cancel())}")


asyncio.run(main())
