"""Oops: a callback that fails is reported on stderr, and nowhere else."""

import asyncio
import time


async def get_html(_url):
    print("start get url")
    await asyncio.sleep(2)
    print("end get url")
    return "bobby"


def callback(url, _task):
    print(f"执行完任务后执行;url={url}")


async def main():
    start = time.monotonic()
    task = asyncio.create_task(get_html("http://www.imooc.com"))
    task.add_done_callback(callback)
    await task
    print(f"执行事件:{time.monotonic() - start:.2f}")
    print(task.result())


asyncio.run(main())
