"""Defining a coroutine function runs nothing."""


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


functions = (hello1, hello2)
