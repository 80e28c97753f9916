"""gather does not stop the other tasks when one fails; a TaskGroup does."""

import asyncio


async def lay_pipe():
    await asyncio.sleep(0.1)
    raise ValueError("the pipe has burst")


async def lay_cable():
    try:
        await asyncio.sleep(0.2)
        print("cable: laid")
    finally:
        print("cable: put away")


async def main():
    work = [asyncio.create_task(lay()) for lay in (lay_pipe, lay_cable)]
    for task in work:
        try:
            await task
            print("Ok(())")
        except ValueError as error:
            print(f'Err("{error}")')

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(lay_pipe())
            group.create_task(lay_cable())
    except* ValueError as errors:
        print("stopped:", errors.exceptions[0])


asyncio.run(main())
