"""The first failure is reported at once, and the sibling goes on."""

import asyncio


async def failing():
    await asyncio.sleep(0.1)
    raise RuntimeError("boom")


async def sibling():
    await asyncio.sleep(0.2)
    print("sibling finished")


async def main():
    other = asyncio.create_task(sibling())
    try:
        await asyncio.gather(failing(), other)
    except RuntimeError as error:
        print(f"gather raised {error}")
    await other


asyncio.run(main())
