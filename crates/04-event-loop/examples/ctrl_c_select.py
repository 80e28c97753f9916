"""asyncio.run makes of Ctrl-C a cancellation of main, which may clean up."""

import asyncio
import signal


async def get_html(seconds):
    print("waiting")
    await asyncio.sleep(seconds)
    print(f"done after {seconds}s")


async def main():
    pages = {asyncio.create_task(get_html(seconds)) for seconds in [2, 3, 3]}
    for page in pages:
        page.add_done_callback(pages.discard)
    asyncio.get_running_loop().call_later(2.5, signal.raise_signal, signal.SIGINT)
    try:
        await asyncio.wait(pages)
    except asyncio.CancelledError:
        print(f"Ctrl-C: {len(pages)} pages are missing")
        for page in pages:
            page.cancel()
        await asyncio.wait(pages)
    print(f"{len(pages)} tasks are left")


# A shell that starts this in the background has it ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
asyncio.run(main())
