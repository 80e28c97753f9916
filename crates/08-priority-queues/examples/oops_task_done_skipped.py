"""Oops: one parcel took the way round task_done, and join waits for ever."""

import asyncio


async def deliver(queue):
    while True:
        _, parcel = await queue.get()
        if parcel == "vase":
            print(f"{parcel}: broken, sent back")
            continue
        print(f"{parcel}: delivered")
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    _courier = asyncio.create_task(deliver(queue))
    for parcel in [(1, "book"), (2, "vase"), (3, "shoes")]:
        queue.put_nowait(parcel)
    try:
        await asyncio.wait_for(queue.join(), 1)
        joined = True
    except TimeoutError:
        joined = False
    print(f"joined: {str(joined).lower()}")
    print(f"left in the queue: {queue.qsize()}")


asyncio.run(main())
