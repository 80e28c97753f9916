"""A pool of three does three things at a time."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

WORKERS = 3
lock = threading.Lock()
begun = running = most = 0


def pack():
    global begun, running, most
    with lock:
        turn = begun // WORKERS + 1
        begun += 1
        running += 1
        most = max(most, running)
    time.sleep(0.2)
    with lock:
        running -= 1
    return turn


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        parcels = [loop.run_in_executor(pool, pack) for _ in range(6)]
        for number, turn in enumerate(await asyncio.gather(*parcels), start=1):
            print(f"parcel {number}: round {turn}")
    print(f"at most {most} at a time")


asyncio.run(main())
