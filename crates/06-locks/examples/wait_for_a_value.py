"""Condition.wait_for waits until the value is right."""

import asyncio


class Thermometer:
    def __init__(self):
        self.degrees = 17
        self.changed = asyncio.Condition()


async def wait_until(name, warm, thermometer):
    async with thermometer.changed:
        await thermometer.changed.wait_for(lambda: thermometer.degrees >= warm)
        print(f"{name}: {thermometer.degrees} degrees")


async def main():
    thermometer = Thermometer()
    cook = asyncio.create_task(wait_until("cook", 20, thermometer))
    guest = asyncio.create_task(wait_until("guest", 21, thermometer))
    for degrees in range(18, 22):
        await asyncio.sleep(0.1)
        async with thermometer.changed:
            thermometer.degrees = degrees
            thermometer.changed.notify_all()
    await cook
    await guest


asyncio.run(main())
