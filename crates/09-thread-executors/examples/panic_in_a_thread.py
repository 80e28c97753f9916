"""An exception in a thread of the pool comes out at the await."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def weigh(parcel):
    if parcel == "tea":
        return 100
    raise LookupError(f"no {parcel} on the scale")


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for parcel in ["salt", "tea"]:
            try:
                grams = await loop.run_in_executor(pool, weigh, parcel)
                print(f"{parcel}: {grams} grams")
            except LookupError as error:
                print(f"the work panicked: {error}")


asyncio.run(main())
