"""Wait for the queue and for its consumer: whichever ends first."""

import asyncio


async def fetch(number):
    if number == 56:
        raise ConnectionError(f"no answer for {number}")
    return number


async def consume(queue):
    while True:
        number, _ = await queue.get()
        answer = await fetch(number)
        print(f"consuming {answer}...")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    consumer = asyncio.create_task(consume(queue))
    for number in [74, 3, 67, 56, 72, 1, 90]:
        queue.put_nowait((number, number))
    join = asyncio.create_task(queue.join())
    await asyncio.wait({consumer, join}, return_when=asyncio.FIRST_COMPLETED)
    if consumer.done():
        print(f'consumer ended: Err("{consumer.exception()}")')
        join.cancel()
    else:
        print("all done")


asyncio.run(main())
