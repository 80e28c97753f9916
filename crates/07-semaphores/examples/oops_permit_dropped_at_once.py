"""Oops: the work stands outside of the block, so the permit is given back before."""

import asyncio

at_the_printer = most = 0


async def print_poster(number, printer):
    global at_the_printer, most
    async with printer:
        pass
    at_the_printer += 1
    most = max(most, at_the_printer)
    print(f"poster {number}: printing")
    await asyncio.sleep(1)
    at_the_printer -= 1


async def main():
    printer = asyncio.Semaphore(1)
    await asyncio.gather(*(print_poster(number, printer) for number in [1, 2, 3]))
    print(f"allowed 1, at once {most}")


asyncio.run(main())
