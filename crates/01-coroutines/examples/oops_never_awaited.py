"""Oops: the request was never awaited, so it was never sent."""

import asyncio


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


get_request("www.b.com")
