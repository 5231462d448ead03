"""Whole pages of the room, kept under their ETag: a warm page costs the session's statement alone.

Whatever a page shows changes with the ledger's head or the counter beside it, so a page is current
for as long as both stand still and the day does not turn.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from portal.web.assets import build
from portal.web.surroundings import buyer, means, room_session

MOST_BYTES = 32 * 1024 * 1024
CACHE_CONTROL = "private, no-cache"


class Pages:
    """The pages most recently read, at most ``most`` bytes of them."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held = 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return a page that is kept, and keep it longer for having been read."""
        with self._turn:
            body = self._pages.get(key)
            if body is not None:
                self._pages.move_to_end(key)
            return body

    def put(self, key: str, body: bytes) -> None:
        """Keep a page; those unread for longest make room, one larger than all room is not kept."""
        if len(body) > self._most:
            return
        with self._turn:
            self._held += len(body) - len(self._pages.pop(key, b""))
            self._pages[key] = body
            while self._held > self._most:
                self._held -= len(self._pages.popitem(last=False)[1])

    @property
    def held(self) -> int:
        """How many bytes are kept."""
        return self._held


def etag(head: str, counter: int) -> str:
    """Return what this page is called at a plan's ``head`` and ``counter``.

    Everything the page may vary with is in it: who asks, by which session, on which day.
    """
    who, found = buyer(), room_session()
    today = means().clock().astimezone(ZoneInfo(found.time_zone)).date()
    parts = (
        who.organisation_id, who.plan_id, head, str(counter), who.member_id, who.session, build(),
        today.isoformat(), str(found.reads_only), request.full_path,
    )  # fmt: skip  # one list
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def read_at(head: str, counter: int) -> str:
    """Note in which state of the plan this page was read, and return its ETag.

    A page must call this with the head of the very snapshot its rows came from: the session was
    read before, and somebody may have answered in between.
    """
    g.page_etag = etag(head, counter)
    return cast(str, g.page_etag)


def cached(
    view: Callable[..., ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Keep the page a GET view returns as text, and answer 304 to whoever has it already.

    The view calls ``read_at`` (``frame.enter`` does). Anything but text, such as a redirect, is
    passed on as it is.
    """

    @wraps(view)
    def kept(**given: Any) -> ResponseReturnValue:
        found = room_session()
        name = etag(found.ledger_head, found.counter)
        if request.if_none_match.contains_weak(name):
            return _labelled(Response(status=304), name)
        body = pages().get(name)
        if body is not None:
            return _labelled(Response(body, mimetype="text/html"), name)
        page = view(**given)
        if not isinstance(page, str) or "page_etag" not in g:
            return page
        pages().put(g.page_etag, page.encode())
        return _labelled(make_response(page), g.page_etag)

    return kept


def pages() -> Pages:
    """Return the pages that this server keeps."""
    kept: Pages = current_app.extensions.setdefault("portal.pages", Pages())
    return kept


def _labelled(response: Response, name: str) -> Response:
    response.set_etag(name)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
