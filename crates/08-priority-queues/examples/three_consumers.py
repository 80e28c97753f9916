"""With three consumers, the order of the answers is the network's."""

import asyncio

NUMBERS = [19, 31, 63, 20, 83, 82, 40]

# In seconds: what the Rust program draws with its default seed.
LATENCY = {19: 0.2, 20: 0.8, 31: 0.6, 40: 0.9, 63: 0.65, 82: 0.75, 83: 0.8}


async def fetch(number):
    await asyncio.sleep(LATENCY[number])
    return number


async def consume(queue):
    while True:
        number, _ = await queue.get()
        answer = await fetch(number)
        print(f"consuming {answer}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    consumers = [asyncio.create_task(consume(queue)) for _ in range(3)]
    for number in NUMBERS:
        print(f"producing {number}")
        await queue.put((number, number))
    await queue.join()
    for consumer in consumers:
        consumer.cancel()


asyncio.run(main())
