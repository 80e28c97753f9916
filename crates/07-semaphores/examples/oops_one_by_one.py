"""Oops: two cooks take one hob each, and wait for a second one."""

import asyncio


async def one_by_one(dish, hobs):
    async with hobs:
        print(f"{dish}: has one hob")
        await asyncio.sleep(0.1)
        async with hobs:
            print(f"{dish}: has two hobs")


async def both_at_once(dish, hobs, asking):
    # There is no acquire_many: whoever takes one by one must be alone in doing so.
    async with asking:
        await hobs.acquire()
        await hobs.acquire()
    print(f"{dish}: has two hobs")
    await asyncio.sleep(0.1)
    hobs.release()
    hobs.release()


async def main():
    hobs = asyncio.Semaphore(2)
    try:
        async with asyncio.timeout(1):
            await asyncio.gather(one_by_one("soup", hobs), one_by_one("stew", hobs))
    except TimeoutError:
        print("no dinner today")
    asking = asyncio.Lock()
    await asyncio.gather(
        both_at_once("soup", hobs, asking), both_at_once("stew", hobs, asking)
    )
    print("dinner is ready")


asyncio.run(main())
