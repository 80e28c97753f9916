"""gather returns results and exceptions in one list: tell them apart by their types."""

import asyncio


async def weigh(fruit):
    await asyncio.sleep(0.1)
    match fruit:
        case "apple":
            return 150
        case "melon":
            raise ValueError("too heavy")
        case _:
            raise AssertionError("the scale is broken")


async def main():
    fruits = ["apple", "melon", "kiwi", "plum"]
    tasks = [asyncio.create_task(weigh(fruit)) for fruit in fruits]
    tasks[3].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for fruit, result in zip(fruits, results):
        match result:
            case ValueError():
                print(f"{fruit}: {result}")
            case asyncio.CancelledError():
                print(f"{fruit}: the task was aborted")
            case BaseException():
                print(f"{fruit}: the task panicked")
            case _:
                print(f"{fruit}: {result} g")


asyncio.run(main())
