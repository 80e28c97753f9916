"""Oops: a job waits for a job behind it, and the pool has no thread left."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def price():
    print("price: looking it up")
    return 8


def order(pool):
    print("order: what is the price?")
    answer = pool.submit(price)
    try:
        answer.result(timeout=0.3)
    except TimeoutError:
        print("order: the result is not ready")


async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=1)
    await loop.run_in_executor(pool, order, pool)
    pool.shutdown(wait=True)
    print("main: closed")


asyncio.run(main())
