"""What templates ask for again and again, worked out once: drawn parts, addresses, form tokens."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

import flask.templating
from flask import Flask, request, session
from flask_wtf.csrf import generate_csrf

MOST_PARTS = 2048  # of each kind; the largest, a row of the road, takes a kilobyte
MOST_ADDRESSES = 4096
MOST_TOKENS = 4096


class Environment(flask.templating.Environment):
    """Flask's environment; a template without names of its own has those of all, and no copy."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names a template knows; Jinja looks through them at each import."""
        return super().make_globals(d) if d else self.globals


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """Return a macro that draws the same arguments once; they must be all that it depends on.

    Their types count as well: markup is not the text that reads the same.
    """
    return lru_cache(maxsize=MOST_PARTS, typed=True)(macro)


def install(app: Flask) -> None:
    """Let templates remember what they draw, and give them ``url_for`` and tokens with a memory."""
    app.jinja_environment = Environment
    app.jinja_env.globals |= {"remembered": remembered, "url_for": _addresses(app)}


def _addresses(app: Flask) -> Callable[..., str]:
    @lru_cache(maxsize=MOST_ADDRESSES, typed=True)
    def known(_root: str, endpoint: str, /, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    def url_for(endpoint: str, /, **values: Any) -> str:
        if endpoint.startswith(".") or "_external" in values:  # then more decides than these words
            return app.url_for(endpoint, **values)
        return known(request.root_path, endpoint, **values)

    return url_for


def install_tokens(app: Flask) -> None:
    """Sign a session's form token once: without a time limit an older one is as good."""

    @lru_cache(maxsize=MOST_TOKENS)
    def known(_seed: str) -> str:
        return str(generate_csrf())

    app.context_processor(lambda: {"csrf_token": lambda: known(session["csrf_token"])})
