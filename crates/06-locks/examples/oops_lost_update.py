"""Oops: an await between reading and writing loses an update."""

import asyncio

tickets = 10


async def sell(checkout):
    global tickets
    read = tickets
    print(f"{checkout}: {read} tickets left")
    await asyncio.sleep(0.1)  # the customer pays
    tickets = read - 1
    print(f"{checkout}: sold one, {tickets} left")


async def main():
    await asyncio.gather(sell("checkout 1"), sell("checkout 2"))
    print(f"10 tickets, 2 sold, {tickets} left")


asyncio.run(main())
