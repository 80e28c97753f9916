"""An awaited sleep lets the other tasks run."""

import asyncio


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


async def main():
    urls = ["www.b.com", "1.com", "2.com", "3.com"]
    tasks = [asyncio.create_task(get_request(url)) for url in urls]
    for task in tasks:
        await task


asyncio.run(main())
