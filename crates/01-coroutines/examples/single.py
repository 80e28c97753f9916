"""One page takes as long as its one wait."""

import asyncio
import time


async def get_html(_url):
    print("start get url")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    await get_html("http://www.imooc.com")
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
