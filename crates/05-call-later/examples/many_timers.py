"""A hundred thousand timers are one list and one alarm."""

import asyncio

TIMERS = 100_000
fired = 0


def fire():
    global fired
    fired += 1


loop = asyncio.new_event_loop()
for number in range(TIMERS):
    loop.call_later(number * 7919 % 2000 / 1000, fire)
print(f"fired: {fired}")
loop.call_later(3, loop.stop)
loop.run_forever()
print(f"fired: {fired}")
loop.close()
