"""Between two awaits, a plain variable is enough."""

import asyncio

guests = 0


async def door(name, group):
    global guests
    for _ in range(2):
        guests += group
        print(f"{name}: {guests} inside")
        await asyncio.sleep(0.1 * group)  # they pass one by one


async def main():
    await asyncio.gather(door("north", 1), door("south", 2))
    print(f"{guests} guests")


asyncio.run(main())
