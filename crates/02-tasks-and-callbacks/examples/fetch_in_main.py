"""run makes the runtime, runs main on it, and drops it."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)
    return "我去回调啦"


def parse(task):
    print("i am task callback() !!!", task.result())


async def main():
    start = time.monotonic()
    tasks = []
    for url in ["1.com", "2.com", "3.com"]:
        task = asyncio.create_task(get_request(url))
        task.add_done_callback(parse)
        tasks.append(task)
    await asyncio.gather(*tasks)
    print("总耗时：", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
