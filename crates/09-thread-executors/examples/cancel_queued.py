"""What still stands in the queue can be cancelled, what runs cannot."""

import asyncio
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor


def bake(bread):
    print(f"oven: {bread}")
    time.sleep(0.3)
    return bread


async def main():
    with ThreadPoolExecutor(max_workers=1) as oven:
        jobs = [oven.submit(bake, bread) for bread in ["rye", "wheat"]]
        await asyncio.sleep(0.1)
        for job, bread in zip(jobs, ["rye", "wheat"]):
            print(f"cancel the {bread}: {'yes' if job.cancel() else 'no'}")
        for job in jobs:
            try:
                print(f"sold: {await asyncio.wrap_future(job)}")
            except (asyncio.CancelledError, CancelledError):
                print("error: the work was cancelled")


asyncio.run(main())
