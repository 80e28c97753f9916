"""locked() before acquire() never waits: take a place now, or drive on."""

import asyncio


async def park(car, arrives, places):
    await asyncio.sleep(arrives)
    if places.locked():
        print(f"{car}: full, drives on")
        return
    # Nothing was awaited since locked(), so nobody else has taken the place.
    async with places:
        print(f"{car}: parked")
        await asyncio.sleep(1)
        print(f"{car}: leaves")


async def main():
    places = asyncio.Semaphore(2)
    arrivals = [("red", 0), ("blue", 0.2), ("white", 0.4), ("black", 1.1)]
    await asyncio.gather(*(park(car, arrives, places) for car, arrives in arrivals))


asyncio.run(main())
