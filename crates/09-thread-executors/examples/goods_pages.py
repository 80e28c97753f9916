"""Twenty pages over blocking sockets, each in a thread of the pool."""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor

PAGE = """<!DOCTYPE html>
<html lang="zh"><head><title>商品 {0}</title></head>
<body>
<h1>商品详情：商品 {0}</h1>
<p class="price">￥{1}.00</p>
</body>
</html>
"""


async def shop(reader, writer):
    """Stands in for the site, on this computer."""
    request = await reader.readuntil(b"\r\n\r\n")
    number = int(request.split(b"/")[2])
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    writer.write(PAGE.format(number, 10 + number).encode())
    await writer.drain()
    writer.close()


def get_url(address, path):
    with socket.create_connection(address) as client:
        client.sendall(
            f"GET {path} HTTP/1.1\r\nHost: shop.projectsedu.com\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        data = b""
        while received := client.recv(1024):
            data += received
    return data.decode().split("\r\n\r\n", 1)[1]


async def main():
    site = await asyncio.start_server(shop, "127.0.0.1", 0)
    address = site.sockets[0].getsockname()
    loop = asyncio.get_running_loop()
    start = time.monotonic()
    with ThreadPoolExecutor() as executor:
        tasks = [
            loop.run_in_executor(executor, get_url, address, f"/goods/{n}/")
            for n in range(20)
        ]
        for html_data in await asyncio.gather(*tasks):
            print(html_data)
    print(f"last time:{time.monotonic() - start:.1f}")
    site.close()


asyncio.run(main())
