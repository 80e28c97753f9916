"""gather makes the tasks itself, in the order of the arguments."""

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
    coroutines = [hello1(), hello2()]
    # The star hands the list over as arguments: gather(hello1(), hello2()).
    await asyncio.gather(*coroutines)


asyncio.run(main())
