"""Oops: a callback that fails is reported on stderr; the loop goes on."""

import asyncio


def remind(guest):
    if guest is None:
        raise ValueError("the reminder needs a guest")
    print(f"a reminder to {guest}")


loop = asyncio.new_event_loop()
for seconds, guest in [(1, "Ann"), (2, None), (3, "Cleo")]:
    loop.call_later(seconds, remind, guest)
loop.call_later(4, loop.stop)
loop.run_forever()
print("all reminders are out")
loop.close()
