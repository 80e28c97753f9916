"""Oops: the tasks are queued, but the runtime is never run."""

import asyncio


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


loop = asyncio.new_event_loop()
task = asyncio.ensure_future(get_request("www.b.com"), loop=loop)
urls = ["1.com", "2.com", "3.com"]
tasks = [asyncio.ensure_future(get_request(url), loop=loop) for url in urls]
loop.close()
