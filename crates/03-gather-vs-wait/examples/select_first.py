"""wait takes the first; the program must cancel the other."""

import asyncio


async def call(mirror, seconds):
    try:
        print(f"{mirror}: called")
        await asyncio.sleep(seconds)
        print(f"{mirror}: answered")
        return f"file from {mirror}"
    finally:
        print(f"{mirror}: hung up")


async def main():
    mirrors = [("Paris", 0.2), ("Tokyo", 0.1)]
    tasks = [asyncio.create_task(call(*mirror)) for mirror in mirrors]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    # Cancelling is a request. This waits until it has been carried out.
    await asyncio.wait(tasks)
    print(done.pop().result())


asyncio.run(main())
