"""At most two requests in flight, and the site itself counts them."""

import asyncio
import time


class Site:
    """Answers every request after a second, and counts."""

    def __init__(self):
        self.requests = self.in_flight = self.most_in_flight = 0

    async def answer(self, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        self.requests += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(1)
        writer.write(b"HTTP/1.0 200 OK\r\n\r\nHello World!")
        self.in_flight -= 1
        writer.close()


async def get(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    _head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    return body


async def fetch(port, semaphore, start):
    async with semaphore:
        data = await get(port)
        print("data", data, f"{time.monotonic() - start:.2f}")
        return data


async def main():
    site = Site()
    async with await asyncio.start_server(site.answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        semaphore = asyncio.Semaphore(2)
        start = time.monotonic()
        await asyncio.gather(*(fetch(port, semaphore, start) for _ in range(10)))
    print(f"{site.requests} requests, at most {site.most_in_flight} in flight")


asyncio.run(main())
