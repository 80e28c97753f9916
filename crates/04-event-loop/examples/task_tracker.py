"""A set of tasks that forget themselves, to wait for all of them."""

import asyncio

bakery = set()


def spawn(coroutine):
    task = asyncio.create_task(coroutine)
    bakery.add(task)
    task.add_done_callback(bakery.discard)


async def bake(loaf, seconds):
    print(f"{loaf}: in the oven")
    await asyncio.sleep(seconds)
    print(f"{loaf}: ready")


async def bake_and_bake_again():
    await bake("rolls", 1)
    spawn(bake("more rolls", 1))


async def main():
    spawn(bake("rye", 3))
    spawn(bake_and_bake_again())
    print("two loaves are ordered")
    while bakery:
        await asyncio.wait(bakery)
    print("lights out")


asyncio.run(main())
