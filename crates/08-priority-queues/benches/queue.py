"""Put + get pairs per second of asyncio.PriorityQueue holding argv[1] items."""

import asyncio
import random
import statistics
import sys
import time

PAIRS = 200_000
ROUNDS = 5


async def pairs_per_second(items):
    rng = random.Random(8)
    queue = asyncio.PriorityQueue()
    for number in range(items):
        await queue.put((rng.getrandbits(32), number))
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for number in range(PAIRS):
            await queue.put((rng.getrandbits(32), number))
            await queue.get()
        rounds.append(PAIRS / (time.perf_counter() - start))
    return statistics.median(rounds)


print(asyncio.run(pairs_per_second(int(sys.argv[1]))))
