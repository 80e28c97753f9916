"""Oops: a blocking sleep stops all tasks."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    time.sleep(0.2)
    print("请求结束:", url)


async def main():
    urls = ["www.b.com", "1.com", "2.com", "3.com"]
    tasks = [asyncio.create_task(get_request(url)) for url in urls]
    for task in tasks:
        await task


asyncio.run(main())
