"""Without an await inside, asyncio needs no lock at all."""

import asyncio

orders = []


async def take_order(table):
    await asyncio.sleep(0.1 * (4 - table))  # the guests choose
    orders.append(table)
    print(f"table {table}: written down")
    await asyncio.sleep(0.1)  # bring the drinks


async def main():
    await asyncio.gather(*(take_order(table) for table in [1, 2, 3]))
    print(f"for the kitchen: {orders}")


asyncio.run(main())
