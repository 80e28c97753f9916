"""Calling a coroutine function makes a coroutine object; awaiting it runs the body."""

import asyncio


async def bake_bread():
    print("the oven is on")
    return "a loaf"


async def shop():
    order = bake_bread()
    print("the order is written down")
    bread = await order
    print(f"sold: {bread}")


asyncio.run(shop())
