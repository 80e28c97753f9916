"""Locks that are always taken in the same order cannot deadlock."""

import asyncio

balance = {"Ada": 100, "Ben": 100}
locks = {}


async def pay(name, amount, to):
    # Whichever way the money goes, the first name of the alphabet is locked first.
    first, second = sorted([name, to])
    async with locks[first], locks[second]:
        print(f"{name}: both accounts locked")
        await asyncio.sleep(0.01)  # the bank looks whether there is enough
        balance[name] -= amount
        balance[to] += amount
        print(f"{name}: {amount} paid")


async def main():
    locks.update({name: asyncio.Lock() for name in balance})
    await asyncio.gather(pay("Ada", 30, "Ben"), pay("Ben", 50, "Ada"))
    print(f"Ada {balance['Ada']}, Ben {balance['Ben']}")


asyncio.run(main())
