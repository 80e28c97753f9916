"""A task inherits a copy of the context variables, unless it is given another context."""

import asyncio
import contextvars

USER = contextvars.ContextVar("USER", default="no user")


async def greet(whence):
    print(f"{whence}: {USER.get()}")


async def main():
    USER.set("Ida")
    await greet("awaited")
    # Without this context the task would print Ida.
    empty = contextvars.Context()
    await asyncio.create_task(greet("spawned"), context=empty)
    await asyncio.create_task(greet("handed over"))


asyncio.run(main())
