"""Runs trees of gather, wait, wait_for and as_completed in asyncio, for cpython.rs.

Reads trees from stdin, one a line, as JSON. Prints what happened, one line a tree.
"""

import asyncio
import json
import os
import sys


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


def in_order_of_calls():
    """Gives CPython's timers the one rule that they do not have: among equal deadlines,
    the one that was set first fires first."""
    numbers = iter(range(10**9))

    class Numbered(asyncio.TimerHandle):
        __slots__ = ["_number"]

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self._number = next(numbers)

        def __lt__(self, other):
            return (self._when, self._number) < (other._when, other._number)

    asyncio.events.TimerHandle = Numbered


WHEN = {
    "first": asyncio.FIRST_COMPLETED,
    "error": asyncio.FIRST_EXCEPTION,
    "all": asyncio.ALL_COMPLETED,
}


class Tree:
    def __init__(self, loop):
        self.loop = loop
        self.said = []
        self.tasks = {}

    def say(self, what):
        self.said.append(f"{int(self.loop.time())} {what}")

    def spawn(self, node):
        task = asyncio.ensure_future(self.run(node))
        self.tasks[node["name"]] = task
        return task

    async def run(self, node):
        name = node["name"]
        self.say(f"{name} starts")
        try:
            result = await self.body(node)
        except asyncio.CancelledError:
            self.say(f"{name} cancelled")
            raise
        except Exception as error:
            self.say(f"{name} fails: {error}")
            raise
        self.say(f"{name} ends: {result}")
        return result

    async def body(self, node):
        match node:
            case {"leaf": steps, "fails": fails}:
                for time in steps:
                    await asyncio.sleep(time)
                if fails:
                    raise RuntimeError(str(node["name"]))
                return str(node["name"])
            case {"gather": nodes, "exceptions": exceptions}:
                group = asyncio.gather(
                    *map(self.spawn, nodes), return_exceptions=exceptions
                )
                if exceptions:
                    return "[" + " ".join(map(self.outcome_of, await group)) + "]"
                return "[" + " ".join(await group) + "]"
            case {"nested": groups}:
                inner = [asyncio.gather(*map(self.spawn, nodes)) for nodes in groups]
                lists = await asyncio.gather(*inner)
                return "[" + " ".join("[" + " ".join(it) + "]" for it in lists) + "]"
            case {"wait": nodes, "when": when, "timeout": timeout}:
                tasks = list(map(self.spawn, nodes))
                done, _ = await asyncio.wait(
                    tasks, timeout=timeout, return_when=WHEN[when]
                )
                return "".join("d" if task in done else "p" for task in tasks)
            case {"wait_for": node, "limit": limit}:
                try:
                    task = self.spawn(node)
                    return "(" + await asyncio.wait_for(task, limit) + ")"
                except asyncio.TimeoutError:
                    return "late"
            case {"completed": nodes}:
                got = []
                for next_one in asyncio.as_completed(list(map(self.spawn, nodes))):
                    try:
                        got.append(await next_one)
                    except asyncio.CancelledError:
                        # Only that of the task is an outcome; ours goes on.
                        if asyncio.current_task().cancelling():
                            raise
                        got.append("x")
                    except Exception as error:
                        got.append(f"!{error}")
                return "<" + " ".join(got) + ">"

    def outcome_of(self, result):
        if isinstance(result, asyncio.CancelledError):
            return "x"
        if isinstance(result, Exception):
            return f"!{result}"
        return result

    async def cancel(self, time, name):
        await asyncio.sleep(time)
        if name in self.tasks:
            self.say(f"cancel {name}: {self.tasks[name].cancel()}")

    async def main(self, tree):
        cancels = [asyncio.create_task(self.cancel(*it)) for it in tree["cancels"]]
        root = self.spawn(tree["root"])
        await asyncio.wait([root, *cancels])
        # Long enough for what was left behind.
        await asyncio.sleep(2 * 10**6)


def run(tree):
    loop = VirtualLoop()
    loop.set_exception_handler(lambda loop, context: None)
    here = Tree(loop)
    loop.run_until_complete(here.main(tree))
    loop.close()
    return "; ".join(here.said)


in_order_of_calls()
for line in sys.stdin:
    print(run(json.loads(line)))
sys.stdout.flush()
os._exit(0)
