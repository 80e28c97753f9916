"""The synchronous way: one request, and the thread does nothing else meanwhile."""

import os

import requests

LOOPBACK_URL = os.environ.get("LOOPBACK_URL", "http://127.0.0.1:5000")


def hello():
    response = requests.get(f"{LOOPBACK_URL}/get", timeout=10)
    print(response)


hello()
