"""Oops: the permit was asked for after the photo had been loaded."""

import asyncio


class Gauge:
    """Counts who is in, and remembers the most."""

    def __init__(self):
        self.inside = self.most = 0

    def __enter__(self):
        self.inside += 1
        self.most = max(self.most, self.inside)

    def __exit__(self, *_):
        self.inside -= 1


async def upload():
    await asyncio.sleep(1)


async def load_then_wait(limit, in_memory):
    with in_memory:
        async with limit:
            await upload()


async def wait_then_load(limit, in_memory):
    async with limit:
        with in_memory:
            await upload()


async def main():
    limit = asyncio.Semaphore(2)
    late, early = Gauge(), Gauge()
    await asyncio.gather(*(load_then_wait(limit, late) for _ in range(6)))
    print(f"permit late: {late.most} photos in memory")
    await asyncio.gather(*(wait_then_load(limit, early) for _ in range(6)))
    print(f"permit early: {early.most} photos in memory")


asyncio.run(main())
