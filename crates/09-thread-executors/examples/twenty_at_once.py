"""A pool of twenty has a thread for each of twenty calls."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

CALLS = 20


async def main():
    loop = asyncio.get_running_loop()
    barrier = threading.Barrier(CALLS)
    # The default pool, run_in_executor(None, ...), has min(32, cores + 4) threads. With
    # fewer than 16 cores, nobody would pass.
    with ThreadPoolExecutor(max_workers=CALLS) as pool:
        await asyncio.gather(
            *(loop.run_in_executor(pool, barrier.wait) for _ in range(CALLS))
        )
    print(f"{CALLS} threads met")


asyncio.run(main())
