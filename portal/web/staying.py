"""How long a page may show what it shows: it carries when its visit ends, and whom to ask.

The moment belongs to the session, so pages are kept whole with it (``web.cache``). Without script
a browser asks again by itself: when nothing was asked for as long as a visit may be idle (a line in
the page, the same in each), and when the visit ends at the latest (a header, which may vary).
"""

import math
from datetime import datetime, timedelta

from flask import Flask, Response, g, url_for
from markupsafe import Markup

from portal.domain.sharing import DESK_IDLE, ROOM_IDLE
from portal.web import cookies
from portal.web.surroundings import means

VISITS: dict[str, tuple[str, timedelta]] = {
    cookies.ROOM: ("room", ROOM_IDLE),
    cookies.DESK: ("desk", DESK_IDLE),
}
LATER = 2  # seconds; at the very end the visit may still be living
_ATTRIBUTES = Markup(' data-visit="{}" data-until="{}" data-idle="{}" data-asks="{}"')
_AGAIN = Markup('<noscript><meta http-equiv="refresh" content="{}"></noscript>')


def install(app: Flask) -> None:
    """Let the frame of every page say it."""
    app.jinja_env.globals["visit_attributes"] = visit_attributes
    app.jinja_env.globals["asks_again"] = asks_again


def visit_attributes() -> Markup:
    """Return what <body> carries while somebody visits; nothing on a page of no visit."""
    until = ends_at()
    if until is None:
        return Markup()
    side, idle = VISITS[g.cookie]
    asks = url_for(f"{side}.still_there")
    return _ATTRIBUTES.format(side, until.isoformat(), int(idle.total_seconds()), asks)


def asks_again() -> Markup:
    """Return what has a browser without script ask again once the visit was idle for too long."""
    if ends_at() is None:
        return Markup()
    _, idle = VISITS[g.cookie]
    return _AGAIN.format(int(idle.total_seconds()) + LATER)


def ask_at_the_end(response: Response) -> None:
    """Have a browser ask for its page again when the visit has ended at the latest."""
    until = ends_at()
    if until is not None and response.mimetype == "text/html":
        seconds = math.ceil((until - means().clock()).total_seconds()) + LATER
        response.headers.setdefault("Refresh", str(seconds))


def ends_at() -> datetime | None:
    """Return when the visit of this request ends at the latest, if it is part of one."""
    return g.get("ends_at") if g.get("cookie") in VISITS and g.get("ticket") else None
