"""stop() finishes the turn: ready tasks still run, later ones wait."""

import asyncio


async def ada(shop):
    shop.stop()
    print("Ada closes the shop")
    shop.cleo = shop.create_task(customer("Cleo"))


async def customer(name):
    print(f"{name} is served")


shop = asyncio.new_event_loop()
tasks = [shop.create_task(ada(shop)), shop.create_task(customer("Ben"))]
shop.run_forever()
print("the shop is closed")

shop.stop()
print("the shop opens for a turn")
shop.run_forever()
shop.close()
