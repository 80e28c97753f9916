"""An empty queue is not the end of the work; join waits for the work."""

import asyncio
import time


async def sort_mail(queue):
    while True:
        _, mail = await queue.get()
        print(f"{mail}: taken, {queue.qsize()} left")
        await asyncio.sleep(0.1)
        print(f"{mail}: sorted")
        queue.task_done()


async def main():
    start = time.monotonic()
    queue = asyncio.PriorityQueue()
    for mail in [(3, "leaflet"), (1, "telegram"), (2, "letter")]:
        queue.put_nowait(mail)
    sorter = asyncio.create_task(sort_mail(queue))
    await queue.join()
    print(f"joined after {time.monotonic() - start:.2f} s")
    sorter.cancel()


asyncio.run(main())
