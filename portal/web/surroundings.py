"""What views find around them: the means of action, the settings, and who is asking."""

from dataclasses import replace
from functools import lru_cache
from typing import cast

from flask import current_app, g, request

from portal.actions.buyers import Buyer
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.settings import Settings
from portal.store.doors import RoomSession
from portal.web.cookies import Ticket

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def settings() -> Settings:
    """Return the settings this server started with."""
    return cast(Settings, current_app.extensions["portal.settings"])


def means() -> Means:
    """Return the means of action; for a safe method they can read and nothing else (law 4)."""
    whole = cast(Means, current_app.extensions["portal.means"])
    return _reading(whole) if request.method in SAFE else whole


@lru_cache(maxsize=4)
def _reading(whole: Means) -> Means:
    return replace(whole, store=whole.store.only_reading())


def buyer() -> Buyer:
    """Return the buyer whose session this is; the policy of the route saw to it."""
    return cast(Buyer, g.buyer)


def room_session() -> RoomSession:
    """Return the buyer's session, with the plan's head as of this request."""
    return cast(RoomSession, g.room_session)


def seller() -> Seller:
    """Return the seller who is signed in; the policy of the route saw to it."""
    return cast(Seller, g.seller)


def ticket() -> Ticket | None:
    """Return the session cookie this request came with."""
    return cast("Ticket | None", g.get("ticket"))
