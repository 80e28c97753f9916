"""An await returns what the awaited function returns."""

import asyncio


async def compute(x, y):
    print(f"Compute {x} + {y}...")
    await asyncio.sleep(1)
    return x + y


async def print_sum(x, y):
    total = await compute(x, y)
    print(f"{x} + {y} = {total}")


asyncio.run(print_sum(1, 2))
