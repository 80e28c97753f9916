"""A function that returns a coroutine object runs its own lines at the call."""

import asyncio


async def post_later(parcel):
    print(f"parcel {parcel}: stamped")
    await asyncio.sleep(0.5)
    print(f"parcel {parcel}: delivered")


def post_now(parcel):
    print(f"parcel {parcel}: stamped")

    async def deliver():
        await asyncio.sleep(0.5)
        print(f"parcel {parcel}: delivered")

    return deliver()


async def main():
    seven = post_later(7)
    print("the counter is wiped")
    await seven
    eight = post_now(8)
    print("the counter is wiped")
    await eight


asyncio.run(main())
