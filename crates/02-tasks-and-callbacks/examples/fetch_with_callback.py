"""The callback gets the task, and takes the result from it."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)
    return "我去回调啦"


def parse(task):
    print("i am task callback() !!!", task.result())


loop = asyncio.new_event_loop()
start = time.monotonic()
tasks = []
for url in ["1.com", "2.com", "3.com"]:
    task = asyncio.ensure_future(get_request(url), loop=loop)
    task.add_done_callback(parse)
    tasks.append(task)
loop.run_until_complete(asyncio.wait(tasks))
print("总耗时：", f"{time.monotonic() - start:.2f}")
loop.close()
