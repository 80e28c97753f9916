"""A lock keeps reading and writing together, across the await."""

import asyncio

tickets = 10


async def sell(checkout, lock):
    global tickets
    async with lock:
        print(f"{checkout}: {tickets} tickets left")
        await asyncio.sleep(0.1)  # the customer pays
        tickets -= 1
        print(f"{checkout}: sold one, {tickets} left")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(sell("checkout 1", lock), sell("checkout 2", lock))
    print(f"10 tickets, 2 sold, {tickets} left")


asyncio.run(main())
