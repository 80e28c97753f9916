"""Oops: a lock for threads was held across an await."""

import asyncio
import json
import threading

ledger = []


async def write(lock):
    with lock:
        print("writer: locked")
        await asyncio.sleep(0.1)
        ledger.append("rent")
        print("writer: done")


async def read(lock):
    # acquire() would not only wait: it would stop the thread, and the writer is on it too.
    if lock.acquire(blocking=False):
        print(f"reader: {json.dumps(ledger)}")
        lock.release()
    else:
        print("reader: lock() would hang forever")


async def main():
    lock = threading.Lock()
    await asyncio.gather(write(lock), read(lock))
    await read(lock)


asyncio.run(main())
