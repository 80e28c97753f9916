"""`Retry-After` may be a date: the pause is what lies between it and `Date`."""

import asyncio
import os
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import aiohttp

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


def retry_after(headers):
    """Returns the pause that the server asks for, in seconds or until a date."""
    value = headers["Retry-After"]
    if value.isdecimal():
        return int(value)
    if "Date" in headers:
        now = parsedate_to_datetime(headers["Date"])
    else:
        now = datetime.now(timezone.utc)
    return max(0, (parsedate_to_datetime(value) - now).total_seconds())


async def main():
    async with aiohttp.ClientSession() as session:
        for shop in ["bread?", "cake?date=true&"]:
            start = time.monotonic()
            url = f"{LOOPBACK_URL}/unavailable/{shop}times=1&retry_after=3"
            while True:
                async with session.get(url) as response:
                    status, headers = response.status, response.headers
                print(f"at {time.monotonic() - start:.2f}: {status}")
                if status != 503:
                    break
                print(f"  {headers['Retry-After']}")
                await asyncio.sleep(retry_after(headers))


asyncio.run(main())
