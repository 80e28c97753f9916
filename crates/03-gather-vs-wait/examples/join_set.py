"""as_completed returns results as they come; the tasks left over are cancelled by hand."""

import asyncio


async def ask_price(shop, seconds):
    print(f"{shop}: asked")
    await asyncio.sleep(seconds)
    print(f"{shop}: answered")
    return f"offer from {shop}"


async def main():
    shops = [("Adler", 0.3), ("Bär", 0.1), ("Luchs", 0.2)]
    tasks = [asyncio.create_task(ask_price(*shop)) for shop in shops]
    offers = asyncio.as_completed(tasks)
    for _ in range(2):
        print(await next(offers))
    # What dropping a JoinSet does. Without it the third shop would answer, too.
    for task in tasks:
        task.cancel()
    print("two are enough")
    await asyncio.sleep(1)
    print("shops are closed")


asyncio.run(main())
