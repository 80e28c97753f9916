"""The other side: a server with one page, and a client in the same program."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    print("somebody asks for /")
    return web.Response(text="Hello, world")


async def main():
    app = web.Application()
    app.add_routes([web.get("/", hello)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print("======== Running ========")
    url = "http://%s:%d" % runner.addresses[0]

    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            print(response.status, response.reason)
            print(f'"{response.headers["Content-Type"]}"')
            print(await response.text())
        async with session.get(f"{url}/missing") as response:
            print(response.status, response.reason)
    await runner.cleanup()
    print("======== Stopped ========")


asyncio.run(main())
