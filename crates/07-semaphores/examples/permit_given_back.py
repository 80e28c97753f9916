"""The permit comes back, however its holder ends."""

import asyncio


async def pay(order, checkouts):
    async with checkouts:
        await asyncio.sleep(0.1)
        if order == "cake":
            raise RuntimeError("card refused")
        return "paid"


async def main():
    checkouts = asyncio.Semaphore(1)
    for order in ["bread", "cake", "coffee"]:
        try:
            async with asyncio.timeout(0.05 if order == "coffee" else 1):
                outcome = await pay(order, checkouts)
        except RuntimeError as error:
            outcome = error
        except TimeoutError:
            outcome = "left in the middle"
        print(f"{order}: {outcome}; checkouts: {checkouts._value}")


asyncio.run(main())
