"""A calculation goes to a pool of processes: threads would share one interpreter lock."""

import asyncio
from concurrent.futures import ProcessPoolExecutor

LIMIT = 100_000


def is_prime(number):
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def count_primes(limit):
    return sum(map(is_prime, range(2, limit)))


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        counting = loop.run_in_executor(pool, count_primes, LIMIT)
        print("counting")
        print(f"{await counting} primes below {LIMIT}")


if __name__ == "__main__":
    asyncio.run(main())
