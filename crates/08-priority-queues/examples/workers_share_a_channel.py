"""Many workers share one queue; a None for each of them ends it."""

import asyncio


async def work(name, photos, seconds):
    while (photo := await photos.get()) is not None:
        await asyncio.sleep(seconds)
        print(f"{name}: photo {photo}")
    print(f"{name}: done")


async def main():
    photos = asyncio.Queue(maxsize=10)
    workers = [
        asyncio.create_task(work(name, photos, seconds))
        for name, seconds in [("quick", 0.2), ("steady", 0.33)]
    ]
    for photo in range(1, 6):
        await photos.put(photo)
    for _ in workers:
        await photos.put(None)
    for worker in workers:
        await worker
    print("all photos done")


asyncio.run(main())
