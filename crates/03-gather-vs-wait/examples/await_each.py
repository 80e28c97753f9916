"""Make all tasks first, then await each: they run side by side."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


async def main():
    start = time.monotonic()
    tasks = [asyncio.create_task(get_request(url)) for url in ["1.com", "2.com", "3.com"]]
    for task in tasks:
        await task
    print("总耗时：", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
