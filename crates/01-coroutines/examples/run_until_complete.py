"""An event loop drives one coroutine to its end."""

import asyncio


async def hello1():
    print("1, Hello world!")
    print("1, Hello again!")
    for number in range(5):
        print(number)


loop = asyncio.new_event_loop()
loop.run_until_complete(hello1())
loop.close()
