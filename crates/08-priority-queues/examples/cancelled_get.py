"""A get that ran out of time takes no item with it."""

import asyncio


async def bring(queue):
    await asyncio.sleep(0.5)
    print("a parcel is put")
    await queue.put((1, "parcel"))


async def main():
    queue = asyncio.PriorityQueue()
    postman = asyncio.create_task(bring(queue))
    while True:
        try:
            _, parcel = await asyncio.wait_for(queue.get(), 0.2)
        except TimeoutError:
            print("nothing yet")
        else:
            print(f"got the {parcel}")
            break
    await postman


asyncio.run(main())
