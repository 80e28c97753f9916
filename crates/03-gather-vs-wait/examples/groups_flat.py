"""Two groups in one gather are one long list."""

import asyncio
import time


async def get_html(url):
    print(f"start get url={url}")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    group1 = [get_html("http://www.projectedu.com") for _ in range(2)]
    group2 = [get_html("http://www.imooc.com") for _ in range(2)]
    results = await asyncio.gather(*group1, *group2)
    assert len(results) == 4
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
