"""async with awaits at its end; an object that is only dropped cannot."""

import asyncio


class Bag:
    def __init__(self, number):
        self.number = number
        self.is_closed = False

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        await asyncio.sleep(0.2)
        print(f"bag {self.number}: handed in")
        self.is_closed = True

    def __del__(self):
        if not self.is_closed:
            print(f"bag {self.number}: forgotten")


async def main():
    second = Bag(2)
    async with Bag(1):
        pass
    del second
    print("the office is shut")


asyncio.run(main())
