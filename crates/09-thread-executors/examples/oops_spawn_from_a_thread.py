"""Oops: call_soon is not for other threads. In debug mode, asyncio notices."""

import asyncio
import threading


def deliver(loop, ended):
    try:
        loop.call_soon(print, "delivered")
        ended.append("well")
    except RuntimeError:  # Non-thread-safe operation invoked on an event loop …
        ended.append("badly")


async def main():
    loop, ended = asyncio.get_running_loop(), []
    courier = threading.Thread(target=deliver, args=(loop, ended))
    courier.start()
    courier.join()
    print(f"the courier ended {ended[0]}")


asyncio.run(main(), debug=True)
