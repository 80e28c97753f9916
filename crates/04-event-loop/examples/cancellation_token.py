"""CancelledError asks, and the task cleans up as it likes."""

import asyncio
import signal


async def tour(van):
    print(f"{van}: leaves")
    try:
        await asyncio.sleep(60)
        print(f"{van}: all delivered")
    except asyncio.CancelledError:
        print(f"{van}: turns round")
    await asyncio.sleep(1)
    print(f"{van}: parked")


async def main():
    tours = [asyncio.create_task(tour(van)) for van in ["red van", "blue van"]]
    pressed = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, pressed.set)
    loop.call_later(1, signal.raise_signal, signal.SIGINT)
    await pressed.wait()
    print("Ctrl-C")
    for task in tours:
        task.cancel()
    await asyncio.wait(tours)
    print("the depot is locked")


asyncio.run(main())
