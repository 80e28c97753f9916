"""A handle cancels its timer."""

import asyncio


def yes_or_no(answer):
    return "yes" if answer else "no"


def wake_up(alarm):
    alarm.cancel()
    print("awake before the alarm")
    print(f"cancelled: {yes_or_no(alarm.cancelled())}")


loop = asyncio.new_event_loop()
start = loop.time()
alarm = loop.call_later(3, print, "the alarm rings")
print(f"set for {alarm.when() - start:.2f}")
print(f"cancelled: {yes_or_no(alarm.cancelled())}")
loop.call_later(1, wake_up, alarm)
loop.call_later(4, loop.stop)
loop.run_forever()
print("breakfast")
loop.close()
