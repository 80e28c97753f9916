"""The loop runs until all tasks have finished, or until Ctrl-C."""

import asyncio


async def get_html(sleep_times):
    print("waiting")
    await asyncio.sleep(sleep_times)
    print(f"done after {sleep_times}s")


loop = asyncio.new_event_loop()
tasks = [loop.create_task(get_html(seconds)) for seconds in [2, 3, 3]]
try:
    loop.run_until_complete(asyncio.wait(tasks))
except KeyboardInterrupt:
    for task in asyncio.all_tasks(loop):
        print("cancel task")
        print(task.cancel())
    loop.stop()
    loop.run_forever()
finally:
    loop.close()
