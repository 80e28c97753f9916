"""Oops: each refused card takes a checkout out of service, forever."""

import asyncio

MINUTE = 0.1  # seconds; the class does not want to wait for a real one


async def pay(customer, card_is_good, checkouts):
    await checkouts.acquire()
    await asyncio.sleep(0.01)
    if not card_is_good:
        print(f"customer {customer}: card refused")
        return  # without release(): `async with` would have thought of it
    print(f"customer {customer}: paid")
    checkouts.release()


async def main():
    checkouts = asyncio.Semaphore(2)
    customers = [(1, True), (2, False), (3, True), (4, False), (5, True)]
    for customer, card_is_good in customers:
        try:
            async with asyncio.timeout(MINUTE):
                await pay(customer, card_is_good, checkouts)
        except TimeoutError:
            print(f"customer {customer}: left after a minute")
        print("checkouts:", checkouts._value)


asyncio.run(main())
