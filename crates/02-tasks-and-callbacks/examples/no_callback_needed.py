"""What comes afterwards is written after the await."""

import asyncio
import time


async def get_request(url):
    print("正在请求: ", url)
    await asyncio.sleep(1)
    print("请求结束:", url)
    return "我去回调啦"


def parse(text):
    print("i am task callback() !!!", text)


async def fetch(url):
    parse(await get_request(url))


async def main():
    start = time.monotonic()
    tasks = [asyncio.create_task(fetch(url)) for url in ["1.com", "2.com", "3.com"]]
    for task in tasks:
        await task
    print("总耗时：", f"{time.monotonic() - start:.2f}")


asyncio.run(main())
