"""An asyncio future's callback is queued; a thread future's is called on the spot."""

import asyncio
import concurrent.futures


async def main():
    future = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda _future: print("asyncio callback"))
    future.set_result(1)
    print("after asyncio set_result")
    await asyncio.sleep(0)
    print("one turn later")

    future = concurrent.futures.Future()
    future.add_done_callback(lambda _future: print("concurrent callback"))
    future.set_result(1)
    print("after concurrent set_result")


asyncio.run(main())
