"""A sleep is a timer that sets the result of a future."""

import asyncio


async def sleep(delay):
    loop = asyncio.get_running_loop()
    result = loop.create_future()

    def fire():
        print("the timer fires")
        result.set_result(None)

    loop.call_later(delay, fire)
    await result


async def main():
    print("the kettle is on")
    await sleep(3)
    print("the tea is ready")


asyncio.run(main())
