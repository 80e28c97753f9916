"""asyncio.run cancels what is left, waits for it, and closes the loop."""

import asyncio


async def sell():
    try:
        while True:
            print("fresh fish!")
            await asyncio.sleep(1)
    finally:
        print("the stall packs up")


async def main():
    stall = asyncio.create_task(sell())
    await asyncio.sleep(1.5)
    print("the market closes")
    return stall


asyncio.run(main())
print("the square is empty")
