"""A server runs until Ctrl-C stops its loop."""

import asyncio
import signal


async def serve():
    while True:
        print("the shop is open")
        await asyncio.sleep(1)


def last_orders():
    print("Ctrl-C: last orders")
    loop.stop()


loop = asyncio.new_event_loop()
server = loop.create_task(serve())
loop.add_signal_handler(signal.SIGINT, last_orders)
loop.call_later(2.5, signal.raise_signal, signal.SIGINT)
loop.run_forever()
print("the shop is closed")
server.cancel()
loop.stop()
loop.run_forever()
loop.close()
