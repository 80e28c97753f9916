"""Oops: the consumer died, and join waits for ever."""

import asyncio


async def fetch(_number):
    raise ConnectionError("the site refuses to answer")


async def consume(queue):
    while True:
        number, _ = await queue.get()
        answer = await fetch(number)
        print(f"consuming {answer}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    _consumer = asyncio.create_task(consume(queue))
    for number in [74, 3, 67, 56, 72, 1, 90]:
        print(f"producing {number}")
        await queue.put((number, number))
    try:
        await asyncio.wait_for(queue.join(), 2)
    except TimeoutError:
        print(f"no end after 2 s, {queue.qsize()} numbers left")


asyncio.run(main())
