"""Two tasks put into one queue, and each says when it ends."""

import asyncio


async def gauge(name, seconds, levels, readings):
    for level in levels:
        await asyncio.sleep(seconds)
        await readings.put((name, level))
    print(f"{name} gauge: off")
    await readings.put((name, None))


async def main():
    readings = asyncio.Queue()
    gauges = [
        asyncio.create_task(gauge("river", 0.1, [1, 2], readings)),
        asyncio.create_task(gauge("lake", 0.15, [11, 12, 13], readings)),
    ]
    closed = 0
    while closed < len(gauges):
        name, level = await readings.get()
        if level is None:
            closed += 1
        else:
            print(f"{name} {level}")
    print("no gauge left")


asyncio.run(main())
