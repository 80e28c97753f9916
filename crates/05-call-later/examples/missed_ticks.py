"""A repeated task that was late catches up, starts afresh, or skips: you write which."""

import asyncio

PERIOD = 1
TICKS = 6


def burst(deadline, _now):
    return deadline + PERIOD


def delay(_deadline, now):
    return now + PERIOD


def skip(deadline, now):
    return deadline + PERIOD * ((now - deadline) // PERIOD + 1)


async def ticks(following):
    loop = asyncio.get_running_loop()
    start = deadline = loop.time()
    times = []
    for tick in range(TICKS):
        await asyncio.sleep(deadline - loop.time())
        now = loop.time()
        times.append(f"{now - start:.2f}")
        deadline = following(deadline, now)
        if tick == 1:
            await asyncio.sleep(2.5)
    return " ".join(times)


async def main():
    tasks = [asyncio.create_task(ticks(following)) for following in [burst, delay, skip]]
    times = [await task for task in tasks]
    print("Burst", times[0])
    print("Delay", times[1])
    print("Skip ", times[2])


asyncio.run(main())
