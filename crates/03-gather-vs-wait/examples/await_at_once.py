"""A task that is awaited at once runs alone."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


async def main():
    start = time.monotonic()
    for url in ["1.com", "2.com", "3.com"]:
        task = asyncio.create_task(get_request(url))
        await task
    print("总耗时：", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
