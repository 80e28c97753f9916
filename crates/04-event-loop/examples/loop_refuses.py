"""A loop runs once at a time, and never again when closed."""

import asyncio


async def parcel():
    await asyncio.sleep(2)
    print("the parcel is here")


async def main():
    try:
        loop.run_forever()
    except RuntimeError as error:
        print("run it twice:", error)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())

loop.stop()
try:
    loop.run_until_complete(parcel())
except RuntimeError as error:
    print("stop it early:", error)
loop.run_until_complete(asyncio.sleep(3))

loop.close()
try:
    loop.run_forever()
except RuntimeError as error:
    print("run it closed:", error)
