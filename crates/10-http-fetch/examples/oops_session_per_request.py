"""A new session for each request opens a new connection each time."""

import asyncio

import aiohttp
from aiohttp import web

connections = set()


async def hello(request):
    connections.add(request.transport)
    return web.Response(text="Hello, world")


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()


async def main():
    app = web.Application()
    app.add_routes([web.get("/", hello)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://%s:%d" % runner.addresses[0]

    for _ in range(5):
        async with aiohttp.ClientSession() as session:
            await fetch(session, url)
    print("a client each:", len(connections))

    connections.clear()
    async with aiohttp.ClientSession() as session:
        for _ in range(5):
            await fetch(session, url)
    print("one for all:", len(connections))
    await runner.cleanup()


asyncio.run(main())
