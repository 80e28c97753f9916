"""With tasks, cancelling the task cancels the timer."""

import asyncio


async def ring():
    await asyncio.sleep(3)
    print("the alarm rings")


async def main():
    alarm = asyncio.create_task(ring())
    await asyncio.sleep(1)
    alarm.cancel()
    print("awake before the alarm")
    try:
        await alarm
    except asyncio.CancelledError:
        pass
    print(f"cancelled: {'yes' if alarm.cancelled() else 'no'}")


asyncio.run(main())
