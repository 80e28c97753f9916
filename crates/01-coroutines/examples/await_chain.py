"""An await with nothing to wait for is a plain call."""

import asyncio


async def do_something():
    pass


async def other_field():
    await do_something()


asyncio.run(other_field())
