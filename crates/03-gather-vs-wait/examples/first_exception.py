"""wait returns at the first failure, but does not say which task failed."""

import asyncio


async def deliver(parcel, seconds):
    await asyncio.sleep(seconds)
    if parcel == "vase":
        raise RuntimeError(f"{parcel} is broken")
    print(f"{parcel}: delivered")
    return parcel


async def main():
    parcels = [("book", 0.1), ("vase", 0.2), ("lamp", 0.3)]
    tasks = [asyncio.create_task(deliver(*parcel)) for parcel in parcels]

    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(f"done: {len(done)}, pending: {len(pending)}")
    # A set has no order, so the list of tasks gives it.
    for task in [task for task in tasks if task in done]:
        if error := task.exception():
            print(f"failed: {error}")
        else:
            print(f"fine: {task.result()}")

    await asyncio.wait(pending)
    print("the truck is empty")


asyncio.run(main())
