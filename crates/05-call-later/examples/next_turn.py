"""What a callback adds is called in the next turn, however soon it is due."""

import asyncio


def take_order(loop):
    print("the first guest orders")
    loop.call_later(0, print_bill, loop)
    loop.call_soon(print, "the soup is served")


def print_bill(loop):
    print("the bill is printed")
    loop.stop()


loop = asyncio.new_event_loop()
loop.call_soon(take_order, loop)
loop.call_soon(print, "the second guest sits down")
loop.run_forever()
loop.close()
