"""Runs programs made of callbacks on asyncio's own event loop, for cpython.rs.

Reads programs from stdin, one callback a line, and "end" behind each program. Prints one
line a program: the time and the number of each call.
"""

import asyncio
import sys

END = 1_000_000


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop of asyncio on a clock that jumps instead of waiting. It counts in
    milliseconds; the loop does not know."""

    def __init__(self):
        super().__init__()
        self.now = 0
        select = self._selector.select

        def jump(timeout):
            self.now += timeout or 0
            return select(0)

        self._selector.select = jump

    def time(self):
        return self.now


NUMBERS = {}


def in_order_of_calls():
    """Gives CPython's timers the one rule that they do not have."""
    init = asyncio.TimerHandle.__init__

    def numbered(self, *args, **kwargs):
        init(self, *args, **kwargs)
        NUMBERS[id(self)] = len(NUMBERS)

    def before(self, other):
        here, there = (self._when, NUMBERS[id(self)]), (other._when, NUMBERS[id(other)])
        return here < there

    asyncio.TimerHandle.__init__ = numbered
    asyncio.TimerHandle.__lt__ = before


def run(program):
    loop = VirtualLoop()
    # Every handle is kept to the end, so no two get the same id.
    calls, handles = [], {}

    def call(callback):
        calls.append(f"{int(loop.time())} {callback}")
        act(callback)

    def act(callback):
        words = iter(program[callback].split())
        for how, time, other in zip(words, words, words):
            time, other = int(time), int(other)
            if how == "soon":
                handles[other] = loop.call_soon(call, other)
            elif how == "later":
                handles[other] = loop.call_later(time, call, other)
            elif how == "at":
                handles[other] = loop.call_at(time, call, other)
            elif other in handles:
                handles[other].cancel()

    act(0)
    handles["end"] = loop.call_at(END, loop.stop)
    loop.run_forever()
    loop.close()
    NUMBERS.clear()
    return ", ".join(calls)


def equal_deadlines():
    """The order in which ten timers for the same moment fire."""
    loop = VirtualLoop()
    order = []
    timers = [loop.call_at(50, order.append, number) for number in range(10)]
    timers.append(loop.call_at(100, loop.stop))
    loop.run_forever()
    loop.close()
    NUMBERS.clear()
    return order


print(*equal_deadlines())
in_order_of_calls()
print(*equal_deadlines())
program = []
for line in sys.stdin:
    if line == "end\n":
        print(run(program))
        program = []
    else:
        program.append(line)
