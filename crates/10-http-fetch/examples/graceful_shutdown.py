"""Closing time: who is in is served, who comes now finds the door closed."""

import asyncio

import aiohttp
from aiohttp import web


async def bake(request):
    print("baking")
    await asyncio.sleep(0.3)
    return web.Response(text="bread")


async def order(session, url):
    async with session.get(url) as response:
        return await response.text()


async def main():
    app = web.Application()
    app.add_routes([web.get("/", bake)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://%s:%d" % runner.addresses[0]

    async with aiohttp.ClientSession() as session:
        early = asyncio.create_task(order(session, url))
        await asyncio.sleep(0.1)
        print("closing")
        closing = asyncio.create_task(runner.cleanup())
        await asyncio.sleep(0.1)
        try:
            await order(session, url)
        except aiohttp.ClientConnectorError:
            print("late, refused: true")
        print(f'early: "{await early}"')
        await closing
        print("closed")


asyncio.run(main())
