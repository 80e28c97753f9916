"""Oops: a timeout cannot interrupt work that blocks."""

import asyncio
import time


async def weigh():
    time.sleep(0.3)
    return 42


async def main():
    weighed = await asyncio.wait_for(weigh(), 0.1)
    print(f"Ok({weighed})")


asyncio.run(main())
