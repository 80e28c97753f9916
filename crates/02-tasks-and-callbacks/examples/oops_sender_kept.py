"""Oops: no producer says that it is done, so get waits forever."""

import asyncio
import sys


async def pick(basket, cellar):
    await asyncio.sleep(0.1)
    await cellar.put(basket)


async def main():
    baskets = asyncio.Queue(8)
    picking = [asyncio.create_task(pick(basket, baskets)) for basket in (1, 2)]
    try:
        while True:
            # Without the timeout, Python would wait forever and say nothing.
            basket = await asyncio.wait_for(baskets.get(), 1)
            print(f"basket {basket} is in the cellar")
    except TimeoutError:
        await asyncio.gather(*picking)
        sys.exit(3)


asyncio.run(main())
