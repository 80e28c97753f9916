"""Oops: three orders a second are allowed, and six go out within 100 ms."""

import asyncio

PER_SECOND = 3


async def refill_each_second(turns):
    while True:
        await asyncio.sleep(1)
        while turns._value < PER_SECOND:
            turns.release()


async def main():
    turns = asyncio.Semaphore(PER_SECOND)
    refill = asyncio.create_task(refill_each_second(turns))

    await asyncio.sleep(0.9)
    for order in range(1, 7):
        await turns.acquire()
        print(f"order {order}: sent")
    refill.cancel()


asyncio.run(main())
