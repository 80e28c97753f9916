"""Runs schedules of puts and gets on asyncio's queues, for cpython.rs.

Reads schedules from stdin, one a line, as JSON. Prints what happened, one line a schedule.
"""

import asyncio
import json
import sys

KINDS = {
    "priority": asyncio.PriorityQueue,
    "lifo": asyncio.LifoQueue,
    "fifo": asyncio.Queue,
}


async def settle():
    """Lets everything happen that follows from the last step."""
    for _ in range(20):
        await asyncio.sleep(0)


async def main(schedule):
    queue = KINDS[schedule["kind"]](schedule["maxsize"])
    said, tasks = [], []

    async def act(number, step):
        try:
            match step:
                # With its number, so that no two items are equal: asyncio compares them.
                case ["put", priority]:
                    await queue.put((priority, number))
                    said.append(f"{number} put")
                case ["get"]:
                    said.append(f"{number} got {'/'.join(map(str, await queue.get()))}")
                case ["put_nowait", priority]:
                    try:
                        queue.put_nowait((priority, number))
                        said.append(f"{number} put")
                    except asyncio.QueueFull:
                        said.append(f"{number} full")
                case ["get_nowait"]:
                    try:
                        said.append(f"{number} got {'/'.join(map(str, queue.get_nowait()))}")
                    except asyncio.QueueEmpty:
                        said.append(f"{number} empty")
                case ["task_done"]:
                    try:
                        queue.task_done()
                    except ValueError as error:
                        said.append(f"{number} {error}")
                case ["join"]:
                    await queue.join()
                    said.append(f"{number} joined")
                case ["cancel", other]:
                    said.append(f"{number} cancels: {tasks[other % len(tasks)].cancel()}")
        except asyncio.CancelledError:
            said.append(f"{number} cancelled")

    for number, step in enumerate(schedule["steps"]):
        tasks.append(asyncio.create_task(act(number, step)))
        await settle()
        said.append(f"{queue.qsize()} {queue.empty()} {queue.full()}")
    ends = "; ".join(said)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return ends


for line in sys.stdin:
    print(asyncio.run(main(json.loads(line))))
