"""Oops: wait never raises, so the error is lost."""

import asyncio


async def upload(photo):
    print(f"photo {photo}: sending")
    await asyncio.sleep(0.1 * photo)
    if photo == 2:
        raise OSError("the disk is full")
    print(f"photo {photo}: saved")


async def main():
    tasks = [asyncio.create_task(upload(photo)) for photo in [1, 2, 3]]
    done, _pending = await asyncio.wait(tasks)
    print(f"{len(done)} of 3 done")
    print("you may delete the originals")


asyncio.run(main())
