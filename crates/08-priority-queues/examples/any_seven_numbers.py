"""Whatever the numbers, they come out smallest first."""

import asyncio

# What the Rust program draws with its default seed; random.sample draws others.
NUMBERS = [76, 70, 9, 72, 18, 58, 98]


async def fetch(number):
    await asyncio.sleep(0.1)
    return number


async def consume(queue, requests):
    while True:
        number, _ = await queue.get()
        # Three at a time, says the tutorial; a single consumer makes one at a time.
        async with requests:
            answer = await fetch(number)
        print(f"consuming {answer}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    consumer = asyncio.create_task(consume(queue, asyncio.Semaphore(3)))
    for number in NUMBERS:
        print(f"producing {number}")
        await queue.put((number, number))
    await queue.join()
    consumer.cancel()


asyncio.run(main())
