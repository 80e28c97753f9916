"""Oops: the sibling ended halfway. The neighbour of try_join! is TaskGroup, not gather."""

import asyncio


async def book_flight():
    await asyncio.sleep(0.1)
    raise RuntimeError("no seats left")


async def book_hotel():
    print("hotel: room held")
    await asyncio.sleep(0.2)
    print("hotel: room booked")
    return "room 12"


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            seat = group.create_task(book_flight())
            room = group.create_task(book_hotel())
        print(f"{seat.result()} and {room.result()}")
    except* RuntimeError as errors:
        print(f"no trip: {errors.exceptions[0]}")
    await asyncio.sleep(1)
    print("one second later: no news from the hotel")


asyncio.run(main())
