"""A queue carries what a thread finds out into the loop."""

import asyncio
import threading
import time


def thermometer(loop, readings):
    for degrees in [20, 21, 22]:
        time.sleep(0.1)
        loop.call_soon_threadsafe(readings.put_nowait, degrees)
    loop.call_soon_threadsafe(readings.put_nowait, None)


async def main():
    loop = asyncio.get_running_loop()
    readings = asyncio.Queue()
    threading.Thread(target=thermometer, args=(loop, readings)).start()
    while (degrees := await readings.get()) is not None:
        print(f"{degrees} degrees")
    print("the thermometer is gone")


asyncio.run(main())
