"""Oops: while urgent letters keep coming, the postcard waits."""

import asyncio


async def stamp(queue, letters):
    for _ in range(letters):
        *_, mail = await queue.get()
        await asyncio.sleep(0.2)
        print(mail)


async def morning(urgent, postcard):
    queue = asyncio.PriorityQueue()
    clerk = asyncio.create_task(stamp(queue, 7))
    # The number in the middle keeps the order of arrival among equals.
    queue.put_nowait((urgent(0), 0, "urgent 0"))
    queue.put_nowait((postcard, 1, "postcard"))
    for number in range(1, 6):
        await asyncio.sleep(0.12)
        queue.put_nowait((urgent(number), 1 + number, f"urgent {number}"))
    await clerk


async def main():
    print("by class")
    await morning(lambda number: 1, 2)
    print("by deadline")
    await morning(lambda number: 120 * number + 200, 500)


asyncio.run(main())
