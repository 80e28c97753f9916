"""A rate limits how many begin, not how many are open."""

import asyncio
import time
from collections import deque


class RateLimiter:
    """Lets at most `limit` pass within any `per` seconds."""

    def __init__(self, limit, per):
        self.limit = limit
        self.per = per
        self.passed = deque()
        self.line = asyncio.Lock()

    async def acquire(self):
        async with self.line:
            if len(self.passed) == self.limit:
                await asyncio.sleep(self.passed[0] + self.per - time.monotonic())
                self.passed.popleft()
            self.passed.append(time.monotonic())


under_way = most = 0


async def ask_weather(city, limiter):
    global under_way, most
    await limiter.acquire()
    under_way += 1
    most = max(most, under_way)
    print(f"{city}: asked")
    await asyncio.sleep(3)
    under_way -= 1


async def main():
    limiter = RateLimiter(2, 1)
    cities = ["Rome", "Lima", "Oslo", "Kyiv", "Bern", "Cork"]
    await asyncio.gather(*(ask_weather(city, limiter) for city in cities))
    print("most under way:", most)


asyncio.run(main())
