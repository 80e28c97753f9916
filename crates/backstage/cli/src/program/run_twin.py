"""Runs a twin: run_twin.py real|virtual TWIN.

On the virtual clock it runs as the Rust programs run on theirs. The clock leaps
to the next timer when the loop has nothing else to do, and otherwise moves only when it is
read. So a twin prints the same on a busy machine, and at once. With the first thread,
connection or child process it becomes the real clock: nobody can know when those will be
done.

All timers that are due within 10 ms fire in one turn of the loop. Sleeps of the same length
begin some microseconds apart, and CPython may handle them in two turns, with a callback
between the two. The virtual clock of the Rust programs has the same rule: one time, one turn.
"""

import asyncio
import runpy
import selectors
import socket
import subprocess
import sys
import threading
import time

# How far one reading moves the clock, in seconds: timers of exactly the same time would
# fire in any order.
TICK = 0.000_001

CLOCKS = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter")}
# How far each clock is ahead of the real one; until that runs, what each clock shows.
ahead = {name: now() for name, now in CLOCKS.items()}
is_virtual = True


def leap(seconds):
    for name in ahead:
        ahead[name] += seconds


def become_real():
    global is_virtual
    if is_virtual:
        is_virtual = False
        for name, now in CLOCKS.items():
            ahead[name] -= now()


def clock(name):
    def now():
        if not is_virtual:
            return ahead[name] + CLOCKS[name]()
        leap(TICK)
        return ahead[name]

    return now


def leaping(sleep):
    return lambda seconds: leap(seconds) if is_virtual else sleep(seconds)


def really(begin):
    def begin_really(*args, **kwargs):
        become_real()
        return begin(*args, **kwargs)

    return begin_really


def selecting(select):
    def leap_or_select(selector, timeout=None):
        # One file is what wakes the loop: every loop has it.
        if len(selector.get_map()) > 1:
            become_real()
        if is_virtual and timeout:
            if ready := select(selector, 0):
                return ready
            leap(timeout)
            timeout = 0
        return select(selector, timeout)

    return leap_or_select


def with_coarse_timers(init):
    def init_with_coarse_timers(loop):
        init(loop)
        loop._clock_resolution = 0.01

    return init_with_coarse_timers


asyncio.BaseEventLoop.__init__ = with_coarse_timers(asyncio.BaseEventLoop.__init__)
selectors.DefaultSelector.select = selecting(selectors.DefaultSelector.select)
threading.Thread.start = really(threading.Thread.start)
socket.socket.connect = really(socket.socket.connect)
subprocess.Popen.__init__ = really(subprocess.Popen.__init__)
time.sleep = leaping(time.sleep)
for name in CLOCKS:
    setattr(time, name, clock(name))
del sys.argv[0]
# The loop of Windows does not wait in a selector.
if sys.argv.pop(0) == "real" or sys.platform == "win32":
    become_real()
runpy.run_path(sys.argv[0], run_name="__main__")
