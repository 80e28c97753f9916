"""Cancelling one group ends the gather of both."""

import asyncio
import time


async def get_html(url):
    print(f"start get url={url}")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    group1 = asyncio.gather(*[get_html("http://www.projectedu.com") for _ in range(2)])
    group2 = asyncio.gather(*[get_html("http://www.imooc.com") for _ in range(2)])
    group2.cancel()
    # Nobody catches the CancelledError, so the program ends with exit code 1.
    await asyncio.gather(group1, group2)
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
