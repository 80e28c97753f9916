"""gather gives what join! gives, with a task for each branch."""

import asyncio
import time


async def prepare(dish, seconds):
    print(f"{dish}: started")
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")
    return f"warm {dish}"


async def main():
    start = time.monotonic()
    toast, eggs, tea = await asyncio.gather(
        prepare("toast", 0.2),
        prepare("eggs", 0.3),
        prepare("tea", 0.1),
    )
    print(f"{toast}, {eggs}, {tea}")
    print(f"{time.monotonic() - start:.2f} s")


asyncio.run(main())
