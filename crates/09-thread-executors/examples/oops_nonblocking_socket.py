"""Oops: the sockets do not block, nobody waits for them, and every call fails."""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor


def get_url(address, path):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.setblocking(False)
        client.connect(address)  # BlockingIOError: Operation now in progress
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: shop\r\n\r\n".encode())
        print(client.recv(1024).decode())


async def main():
    site = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.get_running_loop()
    start = time.monotonic()
    with ThreadPoolExecutor() as executor:
        address = site.getsockname()
        tasks = [
            loop.run_in_executor(executor, get_url, address, f"/goods/{n}/")
            for n in range(20)
        ]
        await asyncio.wait(tasks)
    print(f"last time:{time.monotonic() - start:.1f}")
    site.close()


asyncio.run(main())
