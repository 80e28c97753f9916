"""A thread that is busy cannot be cancelled."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def print_report():
    print("printer: begins")
    time.sleep(0.3)
    print("printer: done")
    return 12


async def main():
    with ThreadPoolExecutor() as pool:
        report = pool.submit(print_report)
        await asyncio.sleep(0.1)
        report.cancel()
        print("main: abort")
        pages = await asyncio.wrap_future(report)
        print(f"main: {pages} pages")


asyncio.run(main())
