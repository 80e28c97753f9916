"""A thread waits for a coroutine, loses patience, and cancels it."""

import asyncio
import threading


async def boil(is_off):
    print("stove: on")
    try:
        await asyncio.sleep(60)
        print("it boils")
    finally:
        print("stove: off")
        is_off.set()


kitchen = asyncio.new_event_loop()
thread = threading.Thread(target=kitchen.run_forever)
thread.start()
is_off = threading.Event()
water = asyncio.run_coroutine_threadsafe(boil(is_off), kitchen)
try:
    water.result(timeout=0.2)
except TimeoutError:
    print("main: the result is not ready")
cancelled = water.cancel()
is_off.wait()
print(f"main: cancelled? {'yes' if cancelled else 'no'}")
kitchen.call_soon_threadsafe(kitchen.stop)
thread.join()
kitchen.close()
