"""A lock keeps reading and writing together, across the await."""

import asyncio

tickets = 10


async def sell(till, lock):
    global tickets
    async with lock:
        print(f"{till}: {tickets} tickets left")
        await asyncio.sleep(0.1)  # the customer pays
        tickets -= 1
        print(f"{till}: sold one, {tickets} left")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(sell("till 1", lock), sell("till 2", lock))
    print(f"10 tickets, 2 sold, {tickets} left")


asyncio.run(main())
