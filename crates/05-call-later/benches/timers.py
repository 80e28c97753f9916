"""The same as timers.rs on asyncio's event loop: prints the seconds and the bytes.

Only the time that the processor spends counts, so no waiting does.
"""

import asyncio
import sys
import time

TIMERS = 1_000_000
PAGE = 4096


def memory():
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * PAGE
    except OSError:
        return 0


def delay(pattern, number):
    if pattern == "thousand":
        return number * 7919 % 1000 / 1000
    # Fibonacci hashing: spread over a second, and no two alike.
    return (number * 0x9E3779B97F4A7C15 % 2**64 >> 20) % 1_000_000_000 / 1e9


def main(pattern):
    loop = asyncio.new_event_loop()
    fired = 0

    def fire():
        nonlocal fired
        fired += 1
        if fired == TIMERS:
            loop.stop()

    memory_before, begin = memory(), time.process_time()
    if pattern == "cancelled":
        timers = [loop.call_later(delay(pattern, number), fire) for number in range(TIMERS)]
        memory_after = memory()
        for timer in timers:
            timer.cancel()
        loop.call_soon(loop.stop)
    else:
        for number in range(TIMERS):
            loop.call_later(delay(pattern, number), fire)
        memory_after = memory()
    loop.run_forever()
    seconds = time.process_time() - begin
    assert fired == (0 if pattern == "cancelled" else TIMERS)
    print(seconds, (memory_after - memory_before) // TIMERS)


main(sys.argv[1])
