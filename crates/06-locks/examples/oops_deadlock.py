"""Oops: two tasks wait for each other, and neither can go on."""

import asyncio
import sys

balance = {"Ada": 100, "Ben": 100}
locks = {}


async def pay(name, amount, to):
    async with locks[name]:
        print(f"{name}: own account locked")
        await asyncio.sleep(0.01)  # the bank looks whether there is enough
        async with locks[to]:
            balance[name] -= amount
            balance[to] += amount
            print(f"{name}: {amount} paid")


async def main():
    locks.update({name: asyncio.Lock() for name in balance})
    payments = asyncio.gather(pay("Ada", 30, "Ben"), pay("Ben", 50, "Ada"))
    try:
        # Python would wait for ever, and say nothing.
        await asyncio.wait_for(payments, 1)
    except TimeoutError:
        sys.exit(3)


asyncio.run(main())
