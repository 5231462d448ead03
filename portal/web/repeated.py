"""What templates ask for again and again, worked out once: drawn parts and addresses."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, request

MOST_PARTS = 2048  # of each kind; the largest, a row of the road, takes a kilobyte
MOST_ADDRESSES = 4096


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Return a macro that draws the same arguments once; they must be all that it depends on.

    Their types count as well: markup is not the text that reads the same.
    """
    return lru_cache(maxsize=MOST_PARTS, typed=True)(macro)


def install(app: Flask) -> None:
    """Let templates remember what they draw, and give them Flask's ``url_for`` with a memory."""

    @lru_cache(maxsize=MOST_ADDRESSES, typed=True)
    def known(_root: str, endpoint: str, /, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    def url_for(endpoint: str, /, **values: Any) -> str:
        if endpoint.startswith(".") or "_external" in values:  # then more decides than these words
            return app.url_for(endpoint, **values)
        return known(request.root_path, endpoint, **values)

    app.jinja_env.globals |= {"remembered": remembered, "url_for": url_for}
