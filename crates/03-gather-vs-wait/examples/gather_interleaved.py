"""Tasks change places only where one of them waits."""

import asyncio


async def hello1():
    print("1, Hello world!")
    await asyncio.sleep(1)
    print("1, Hello again!")
    for number in range(5):
        print(number)


async def hello2():
    print("2, Hello world!")
    await asyncio.sleep(1)
    print("2, Hello again!")
    for number in range(5, 10):
        print(number)


async def main():
    tasks = [asyncio.create_task(hello1()), asyncio.create_task(hello2())]
    await asyncio.gather(*tasks)


asyncio.run(main())
