"""Sign-in of sellers: the one module that knows Flask-Login, which only asks who is there.

The session itself lives in the database behind our own cookie; Flask-Login's ``login_user`` and its
remember-me would be a second session system in Flask's session, which nothing may write.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Flask, Request, Response, g, make_response, redirect, request
from flask_login import LoginManager, current_user

from portal.actions import sign_in
from portal.actions.sellers import Seller
from portal.domain.sharing import DESK_IDLE
from portal.web import cookies
from portal.web.cookies import Ticket
from portal.web.surroundings import means

SEE_OTHER = 303
# Another program on the same host may set Flask-Login's default name; it would shut out our own.
NEVER_REMEMBERED = "__Host-never-remembered"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A seller in the shape Flask-Login asks for, with the ticket they came by.

    ``ends_at`` is when their visit ends at the latest.
    """

    seller: Seller
    ticket: Ticket
    ends_at: datetime
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        """Return the account's id."""
        return self.seller.account_id


def install(app: Flask) -> None:
    """Let Flask-Login find the seller behind a request, and nothing more."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.config["REMEMBER_COOKIE_NAME"] = NEVER_REMEMBERED
    app.jinja_env.globals["signed_in"] = signed_in


def find() -> SignedIn | None:
    """Return who is signed in on this request."""
    found = current_user._get_current_object()
    return found if isinstance(found, SignedIn) else None


def signed_in() -> Seller | None:
    """Return the seller whose page is being shown, for the frame round it."""
    seller = g.get("seller")
    return seller if isinstance(seller, Seller) else None


def enter(address: str, organisation: str, token: str) -> Response:
    """Return the way to ``address``, with the cookie of a session just opened.

    The visit that this browser had before ends: nobody could end it from here any more.
    """
    using, before = means(), cookies.value_of(request, cookies.DESK)
    ticket = cookies.read(using.key, before, using.clock(), DESK_IDLE)
    if ticket is not None and ticket.secret != token:
        sign_in.sign_out(using, ticket.organisation, ticket.secret)
    response = make_response(redirect(address, SEE_OTHER))
    value = cookies.write(means().key, organisation, token, means().clock())
    cookies.give(response, cookies.DESK, value)
    return response


def leave(address: str) -> Response:
    """Return the way to ``address``, without cookie and without pages kept by the browser."""
    response = make_response(redirect(address, SEE_OTHER))
    cookies.take(response, cookies.DESK)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _load(asked: Request) -> SignedIn | None:
    using = means()
    value = cookies.value_of(asked, cookies.DESK)
    ticket = cookies.read(using.key, value, using.clock(), DESK_IDLE)
    if ticket is None:
        return None
    found = sign_in.visit_of(using, ticket.organisation, ticket.secret)
    return SignedIn(found[0], ticket, found[1]) if found else None
