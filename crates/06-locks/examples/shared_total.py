"""Without an await in between, no other task can run."""

import asyncio

total = 0


async def change(name, step):
    global total
    for number in range(5):
        print(f"执行{name}:{number}")
        total += step


async def main():
    # Up to 3.10 wait took coroutines, and began them in the order of a set. This is the
    # order that the tutorial got.
    changes = [change("add", 1), change("desc", -1), change("desc2", -1)]
    await asyncio.wait([asyncio.create_task(one) for one in changes])
    print(f"最后结果:{total}")


asyncio.run(main())
