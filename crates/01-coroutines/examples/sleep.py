"""One await is one place to wait."""

import asyncio


async def hello1():
    print("1, Hello world!")
    await asyncio.sleep(1)
    print("1, Hello again!")
    for number in range(5):
        print(number)


asyncio.run(hello1())
