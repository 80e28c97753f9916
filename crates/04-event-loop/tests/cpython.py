"""Runs programs made of tasks on asyncio's own event loop, for cpython.rs.

Reads programs from stdin, one a line, as JSON: a list of what is done to the loop from
outside. Prints what the tasks say, one line a program.
"""

import asyncio
import itertools
import json
import os
import sys
from asyncio import base_events


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


KEPT = []


def in_order_of_calls():
    """Gives CPython's timers the one rule that they do not have: among equal deadlines,
    the one that was set first fires first."""
    init = asyncio.TimerHandle.__init__
    numbers = itertools.count()

    def numbered(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self._number = next(numbers)

    def before(self, other):
        return (self._when, self._number) < (other._when, other._number)

    # The class has slots; a subclass has room for a number.
    class Numbered(asyncio.TimerHandle):
        __slots__ = ["_number"]
        __init__ = numbered
        __lt__ = before

    base_events.events.TimerHandle = Numbered


def run(program):
    loop = VirtualLoop()
    said, tasks = [], []

    def say(what):
        said.append(f"{int(loop.time())} {what}")

    def make(steps):
        name = len(tasks)
        tasks.append(None)
        return name, work(name, steps)

    async def work(name, steps):
        try:
            for step in steps:
                await act(name, step)
        finally:
            say(f"{name} ends")

    async def act(name, step):
        match step:
            case ["say"]:
                say(f"{name} says")
            case ["sleep", time]:
                await asyncio.sleep(time)
            case ["stop"]:
                loop.stop()
            case ["spawn", steps]:
                child, coroutine = make(steps)
                tasks[child] = asyncio.create_task(coroutine)
            case ["cancel", number]:
                other = number % len(tasks)
                say(f"{name} cancels {other}: {tasks[other].cancel()}")
            case ["call", number]:
                other = number % len(tasks)
                tasks[other].add_done_callback(
                    lambda task: say(f"{other} told {name}: {task.cancelled()}")
                )
            case ["all"]:
                count = len(asyncio.all_tasks())
                say(f"{name} counts {count}")

    for outside in program:
        match outside:
            case ["spawn", steps]:
                name, coroutine = make(steps)
                tasks[name] = loop.create_task(coroutine)
            case ["turn"]:
                loop.stop()
                loop.run_forever()
            case ["until", steps]:
                name, coroutine = make(steps)
                tasks[name] = loop.create_task(coroutine)
                until(loop, tasks[name], say)
            case ["again", number]:
                if tasks:
                    until(loop, tasks[number % len(tasks)], say)
        say("-")
    loop.close()
    # Kept, for when they are collected, the coroutines that are left say that they end.
    KEPT.append(tasks)
    for task in tasks:
        asyncio.tasks._unregister_task(task)
    told, said = said, []
    return "; ".join(told)


def until(loop, task, say):
    try:
        loop.run_until_complete(task)
        say("done")
    except asyncio.CancelledError:
        say("cancelled")
    except RuntimeError as error:
        say(error)
    # Where another task stopped the loop just before, CPython leaves this callback in the
    # queue, and it ends the next run early.
    for handle in loop._ready:
        if handle._callback is base_events._run_until_complete_cb:
            handle.cancel()


in_order_of_calls()
for line in sys.stdin:
    print(run(json.loads(line)))
sys.stdout.flush()
# Without the end of the interpreter, which would complain of every task that is left.
os._exit(0)
