"""Awaiting directly is calling: one thing after the other."""

import asyncio


async def producer():
    for item in range(1, 6):
        print(f"生产：{item}")
        await consumer(item)


async def consumer(item):
    print(f"消费：{item}")


asyncio.run(producer())
