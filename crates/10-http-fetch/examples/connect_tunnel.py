"""CONNECT: the proxy makes a connection for us, and then only passes bytes on."""

import asyncio
import os
from urllib.parse import urlsplit

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")
CONNECT = "CONNECT www.qq.com:80 HTTP/1.1\r\nHost: www.qq.com:80\r\n\r\n"
GET = "GET / HTTP/1.1\r\nHost: www.qq.com\r\nConnection: close\r\n\r\n"


async def main():
    proxy = urlsplit(LOOPBACK_URL)
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
    writer.write(CONNECT.encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    print("proxy:", answer.decode().splitlines()[0])

    writer.write(GET.encode())
    page = (await reader.read()).decode()
    print("site:", page.splitlines()[0])
    title = "<title>腾讯首页</title>" in page
    print("its home page:", str(title).lower())
    writer.close()


asyncio.run(main())
