"""A finally calls task_done on every way out."""

import asyncio


async def deliver(queue):
    while True:
        _, parcel = await queue.get()
        try:
            if parcel == "vase":
                print(f"{parcel}: broken, sent back")
                continue
            print(f"{parcel}: delivered")
        finally:
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


asyncio.run(main())
