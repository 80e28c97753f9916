"""gather takes the coroutines as they are."""

import asyncio
import time


async def get_html(url):
    print(f"start get url={url}")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    url = "http://www.imooc.com"
    results = await asyncio.gather(*[get_html(url) for _ in range(10)])
    assert len(results) == 10
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
