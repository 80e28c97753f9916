"""A semaphore may begin empty, and be filled from outside."""

import asyncio


async def buy(customer, rolls):
    await rolls.acquire()
    print(f"{customer}: has a roll")


async def main():
    rolls = asyncio.Semaphore(0)
    tasks = [
        asyncio.create_task(buy(customer, rolls))
        for customer in ["Ida", "Jon", "Kim", "Lea"]
    ]
    for batch in [1, 2]:
        await asyncio.sleep(1)
        rolls.release()
        rolls.release()
        print(f"batch {batch} is out of the oven")
    await asyncio.sleep(1)
    print("rolls left:", rolls._value)
    await asyncio.gather(*tasks)


asyncio.run(main())
