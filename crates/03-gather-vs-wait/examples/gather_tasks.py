"""gather takes tasks that exist already."""

import asyncio


async def hello1():
    print("1, Hello world!")
    print("1, Hello again!")
    for number in range(5):
        print(number)


async def hello2():
    print("2, Hello world!")
    print("2, Hello again!")
    for number in range(5, 10):
        print(number)


async def main():
    tasks = [asyncio.ensure_future(hello1()), asyncio.ensure_future(hello2())]
    await asyncio.gather(*tasks)


asyncio.run(main())
