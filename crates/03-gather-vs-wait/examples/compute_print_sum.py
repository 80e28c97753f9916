"""The order in which tasks are made is the order in which they start."""

import asyncio


async def compute(x, y):
    print(f"Compute {x} + {y} ...")
    await asyncio.sleep(2)
    return x + y


async def print_sum(x, y):
    total = await compute(x, y)
    print(f"{x} + {y} = {total}")


async def main():
    # Up to 3.10 wait took coroutines, and a set of them was gone through by memory
    # address. This is the order that the tutorial got.
    sums = [print_sum(3, 4), print_sum(5, 6), print_sum(1, 2)]
    await asyncio.wait([asyncio.create_task(total) for total in sums])


asyncio.run(main())
