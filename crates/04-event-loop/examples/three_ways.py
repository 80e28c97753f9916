"""A coroutine is run by the loop, by an await, or by a task."""

import asyncio


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


async def main():
    await get_request("1.com")
    print("main has waited")
    task = asyncio.create_task(get_request("2.com"))
    print("main goes on")
    await asyncio.sleep(0.5)
    print("main is halfway")
    await task


asyncio.run(main())
