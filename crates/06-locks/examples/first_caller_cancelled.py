"""If the task that fetches is cancelled, the next one in line fetches."""

import asyncio

cache = {}


async def request(caller):
    print(f"request by {caller}")
    await asyncio.sleep(0.05)  # stands in for the network
    return f"the page that {caller} fetched"


async def get(caller, lock):
    async with lock:
        if "/news" not in cache:
            cache["/news"] = await request(caller)
        page = cache["/news"]
    print(f"{caller} has {page}")


async def main():
    lock = asyncio.Lock()
    ada, ben, cem = (asyncio.create_task(get(name, lock)) for name in ["Ada", "Ben", "Cem"])
    await asyncio.sleep(0.02)
    ada.cancel()
    print("Ada leaves")
    await ben
    await cem


asyncio.run(main())
