"""Ten pages take as long as one."""

import asyncio
import time


async def get_html(_url):
    print("start get url")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    url = "http://www.imooc.com"
    await asyncio.wait([asyncio.create_task(get_html(url)) for _ in range(10)])
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
