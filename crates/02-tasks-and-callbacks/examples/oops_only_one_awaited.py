"""Oops: main awaits one task of two, so the other never finishes."""

import asyncio


async def hello1():
    print("1, Hello world!")
    await asyncio.sleep(1)
    print("1, Hello again!")
    for number in range(5):
        print(number)


async def hello2():
    print("2, Hello world!")
    print("2, Hello again!")
    for number in range(5, 10):
        print(number)


loop = asyncio.new_event_loop()
first = loop.create_task(hello1())
first.add_done_callback(lambda _task: print("Done1"))
second = loop.create_task(hello2())
second.add_done_callback(lambda _task: print("Done2"))
loop.run_until_complete(second)
loop.close()
