"""A loop that is not running cancels nothing; one more turn is enough."""

import asyncio


async def tour():
    try:
        print("the van leaves")
        await asyncio.sleep(60)
        print("the tour is complete")
    finally:
        print("the van is back")


def state(task):
    return "yes" if task.cancelled() else "no"


def one_turn():
    loop.stop()
    loop.run_forever()


loop = asyncio.new_event_loop()
task = loop.create_task(tour())
one_turn()
task.cancel()
print("called back, cancelled:", state(task))
one_turn()
print("one turn later, cancelled:", state(task))
loop.close()
