"""Oops: block_on inside a task panics."""

import asyncio


async def ask_the_baker():
    await asyncio.sleep(1)
    print("the baker answers")
    return 4


def price():
    answer = ask_the_baker()
    try:
        return asyncio.run(answer)
    finally:
        answer.close()


async def ask():
    return price()


async def main():
    asked = asyncio.create_task(ask())
    await asyncio.wait([asked])
    # "asyncio.run() cannot be called from a running event loop"
    got_a_price = asked.exception() is None
    print("got a price:", str(got_a_price).lower())
    print("price:", await ask_the_baker())


asyncio.run(main())
