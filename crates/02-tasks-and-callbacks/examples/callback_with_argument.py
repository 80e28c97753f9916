"""functools.partial gives the callback its extra argument."""

import asyncio
import time
from functools import partial


async def get_html(_url):
    print("start get url")
    await asyncio.sleep(2)
    print("end get url")
    return "bobby"


def callback(url, _task):
    print(f"执行完任务后执行;url={url}")


async def main():
    start = time.monotonic()
    url = "http://www.imooc.com"
    task = asyncio.create_task(get_html(url))
    task.add_done_callback(partial(callback, url))
    await task
    print(f"执行事件:{time.monotonic() - start:.2f}")
    print(task.result())


asyncio.run(main())
