"""One queue of deadlines: here the timers of the loop, with their handles."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    expired = asyncio.Queue()
    sessions = {}

    def expire_after(delay, name):
        sessions[name] = loop.call_later(delay, expired.put_nowait, name)

    expire_after(1, "Ann")
    expire_after(2, "Ben")
    expire_after(3, "Cleo")

    sessions["Ann"].cancel()
    expire_after(4, "Ann")
    sessions.pop("Ben").cancel()
    print("Ben logged out")

    while sessions:
        name = await expired.get()
        del sessions[name]
        print(f"the session of {name} is over")
    print("all have left")


asyncio.run(main())
