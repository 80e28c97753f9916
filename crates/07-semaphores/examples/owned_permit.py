"""Take the permit first, and no more tasks exist than permits."""

import asyncio


async def answer(letter, clerks):
    try:
        await asyncio.sleep(1)
        print(f"letter {letter}: answered")
    finally:
        clerks.release()


async def main():
    clerks = asyncio.Semaphore(2)
    letters = []
    for letter in range(1, 5):
        await clerks.acquire()
        print(f"letter {letter}: handed out")
        letters.append(asyncio.create_task(answer(letter, clerks)))
    await asyncio.gather(*letters)


asyncio.run(main())
