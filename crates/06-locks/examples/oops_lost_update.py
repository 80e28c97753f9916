"""Oops: an await between reading and writing lost an update."""

import asyncio

tickets = 10


async def sell(till):
    global tickets
    read = tickets
    print(f"{till}: {read} tickets left")
    await asyncio.sleep(0.1)  # the customer pays
    tickets = read - 1
    print(f"{till}: sold one, {tickets} left")


async def main():
    await asyncio.gather(sell("till 1"), sell("till 2"))
    print(f"10 tickets, 2 sold, {tickets} left")


asyncio.run(main())
