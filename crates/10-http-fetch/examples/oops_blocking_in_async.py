"""A blocking read in an async program: the server sits on the thread that waits."""

import asyncio

import requests
from aiohttp import web


async def hello(request):
    return web.Response(text="Hello, world")


def fetch_blocking(url):
    try:
        return requests.get(url, timeout=0.3).ok
    except requests.Timeout:
        return False


async def main():
    app = web.Application()
    app.add_routes([web.get("/", hello)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://%s:%d" % runner.addresses[0]

    answered = fetch_blocking(url)
    print("in the task: answered", str(answered).lower())

    answered = await asyncio.to_thread(fetch_blocking, url)
    print("in a thread: answered", str(answered).lower())
    await runner.cleanup()


asyncio.run(main())
