"""A queue with room for two sorts only what is in it."""

import asyncio


async def consume(queue):
    while True:
        number, _ = await queue.get()
        await asyncio.sleep(0.1)
        print(f"consuming {number}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue(maxsize=2)
    consumer = asyncio.create_task(consume(queue))
    for number in [19, 31, 63, 20, 83, 82, 40]:
        await queue.put((number, number))
        print(f"produced {number}")
    await queue.join()
    consumer.cancel()


asyncio.run(main())
