"""A timeout ends the waiting, not the thread."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def copy_file():
    print("copy: begins")
    time.sleep(0.3)
    print("copy: complete")


async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        await asyncio.wait_for(loop.run_in_executor(pool, copy_file), 0.1)
    except TimeoutError:
        print("main: too slow")
    pool.shutdown(wait=True)
    print("main: all done")


asyncio.run(main())
