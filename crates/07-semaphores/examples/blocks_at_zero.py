"""A semaphore blocks at zero, and never goes below."""

import asyncio


async def main():
    boats = asyncio.Semaphore(2)
    await boats.acquire()
    await boats.acquire()
    # There is no public way to read the counter; locked() only says whether it is 0.
    print("boats:", boats._value)

    try:
        await asyncio.wait_for(boats.acquire(), 0.02)
    except TimeoutError:
        print("none came back; boats:", boats._value)

    boats.release()
    boats.release()
    print("boats:", boats._value)
    boats.release()
    print("boats:", boats._value)


asyncio.run(main())
