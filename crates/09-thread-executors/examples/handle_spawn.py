"""A thread that holds the loop can run a coroutine there."""

import asyncio
import threading


async def look_up(article):
    print(f"task: looking up {article}")
    await asyncio.sleep(0.2)
    print("task: found")
    return 8


def ask(loop, answer):
    print("thread: what is the tea?")
    asked = asyncio.run_coroutine_threadsafe(look_up("tea"), loop)
    price = asked.result()
    print(f"thread: {price} yuan")
    loop.call_soon_threadsafe(answer.set_result, price)


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    threading.Thread(target=ask, args=(loop, answer)).start()
    print(f"main: {await answer} yuan")


asyncio.run(main())
