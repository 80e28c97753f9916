"""Everything is put before anything is taken, and so the queue sorts."""

import asyncio
import random

random.seed(2019)
NUMBERS = random.sample(range(100), 7)


async def fetch(number):
    await asyncio.sleep(0.1)  # stands in for httpbin.org/get?a=19
    return number


async def produce(queue):
    for number in NUMBERS:
        print(f"producing {number}")
        await queue.put((number, number))


async def consume(queue):
    while True:
        number, _ = await queue.get()
        answer = await fetch(number)
        print(f"consuming {answer}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    consumer = asyncio.create_task(consume(queue))
    await produce(queue)
    await queue.join()
    consumer.cancel()


asyncio.run(main())
