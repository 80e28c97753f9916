"""Oops: a list of coroutines is not awaitable."""

import asyncio


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)


loop = asyncio.new_event_loop()
requests = [get_request(url) for url in ["1.com", "2.com", "3.com"]]
try:
    loop.run_until_complete(requests)
except TypeError:
    # An asyncio.Future, a coroutine or an awaitable is required
    for request in requests:
        request.close()
loop.close()
