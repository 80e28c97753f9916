"""A task that gives up leaves the line, and no permit is lost."""

import asyncio


async def call(caller, patience, booth):
    try:
        await asyncio.wait_for(booth.acquire(), patience)
    except TimeoutError:
        print(f"{caller}: gives up")
        return
    try:
        print(f"{caller}: talking")
        await asyncio.sleep(3)
        print(f"{caller}: hangs up")
    finally:
        booth.release()


async def main():
    booth = asyncio.Semaphore(1)
    patience = {"Ann": 1, "Bob": 2, "Cem": 5}
    calls = (call(caller, seconds, booth) for caller, seconds in patience.items())
    await asyncio.gather(*calls)
    print("free booths:", booth._value)


asyncio.run(main())
