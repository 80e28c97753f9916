"""wait takes tasks: make them first."""

import asyncio
import time


async def get_html(url):
    print(f"start get url={url}")
    await asyncio.sleep(2)
    print("end get url")


async def main():
    start = time.monotonic()
    url = "http://www.imooc.com"
    tasks = [asyncio.create_task(get_html(url)) for _ in range(10)]
    done, pending = await asyncio.wait(tasks)
    assert len(done) == 10 and not pending
    print(f"执行事件:{time.monotonic() - start:.2f}")


asyncio.run(main())
