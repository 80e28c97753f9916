"""A LIFO queue gives what was put last."""

import asyncio


async def main():
    visited = asyncio.LifoQueue()
    for page in ["home", "news", "weather"]:
        print(f"visit {page}")
        visited.put_nowait(page)
    while not visited.empty():
        print(f"back from {visited.get_nowait()}")


asyncio.run(main())
