"""Three limits of a client and what runs into them: connect, read, and total."""

import asyncio
import os
import socket
import time

import aiohttp
from aiohttp import ClientTimeout

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


class SilentNameServer(aiohttp.abc.AbstractResolver):
    async def resolve(self, host, port=0, family=socket.AF_INET):
        await asyncio.Event().wait()

    async def close(self):
        pass


async def tell(limit, timeout, url, resolver=None):
    start = time.monotonic()
    connector = aiohttp.TCPConnector(resolver=resolver)
    try:
        async with aiohttp.ClientSession(
            connector=connector, timeout=timeout
        ) as session:
            async with session.get(url) as response:
                await response.text()
        print(f"{limit} {time.monotonic() - start:.2f}")
        print("  in time")
        return
    except (aiohttp.ClientError, TimeoutError) as error:
        connect = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
        connect = str(isinstance(error, connect)).lower()
        late = str(isinstance(error, TimeoutError)).lower()
    print(f"{limit} {time.monotonic() - start:.2f}")
    print(f"  connect {connect}, timeout {late}")


async def main():
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = "http://127.0.0.1:%d" % server.getsockname()[1]
    await tell("closed port", ClientTimeout(), closed)
    connect = ClientTimeout(connect=0.3)
    await tell("connect_timeout", connect, "http://www.qq.com", SilentNameServer())
    read = ClientTimeout(sock_read=0.3)
    await tell("read_timeout", read, f"{LOOPBACK_URL}/hang")
    drip = f"{LOOPBACK_URL}/drip?chunks=10&every_ms=100"
    await tell("read_timeout, drip", read, drip)
    await tell("timeout, drip", ClientTimeout(total=0.7), drip)


asyncio.run(main())
