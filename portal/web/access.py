"""Who may come: every route declares a policy, and the app does not start while one does not."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.actions.buyers import Buyer, is_living
from portal.actions.means import token_hash
from portal.domain.refusals import Refusal
from portal.domain.sharing import ROOM_IDLE, SignedOut
from portal.domain.ways_in import TwoFactorsDemanded
from portal.store import doors
from portal.web import cookies, login
from portal.web.surroundings import SAFE, means, settings

# Controls but tab and line breaks, halves of characters, and what Unicode says is no character.
UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Policy(StrEnum):
    """The kinds of visitor a route can be for."""

    PUBLIC = "public"
    ROOM = "room"
    DESK = "desk"


class NoPolicy(Exception):
    """A route that nobody thought about; the app must not start with it."""


class ForeignForm(Refusal):
    """A form sent from another site is somebody else's will."""

    def __init__(self) -> None:
        super().__init__("This form came from another site. Open the page here and send it again.")


class NotText(Refusal):
    """A control character is in no text: it cannot be shown, printed or, as NUL, even be kept."""

    def __init__(self) -> None:
        super().__init__("What was sent holds a character that no text has. Type it again.")


def public(view: View) -> View:
    """Let everybody in."""
    view.policy = Policy.PUBLIC  # type: ignore[attr-defined]  # read back in ``require_policies``
    return view


def room(view: View) -> View:
    """Let in a buyer with a living session of one plan."""
    view.policy = Policy.ROOM  # type: ignore[attr-defined]  # read back in ``require_policies``
    return view


def desk(view: View) -> View:
    """Let in a signed-in seller; what they may write is checked by the action."""
    view.policy = Policy.DESK  # type: ignore[attr-defined]  # read back in ``require_policies``
    return view


def sets_up(view: View) -> View:
    """Let in a seller who lacks a second factor too: what sets one up, and the way out."""
    view.sets_up = True  # type: ignore[attr-defined]  # read back in ``guard``
    return desk(view)


def policy_of(app: Flask, endpoint: str) -> Policy:
    """Return a route's policy.

    Raises:
        NoPolicy: if it has none.
    """
    policy = getattr(app.view_functions[endpoint], "policy", None)
    if not isinstance(policy, Policy):
        raise NoPolicy(f"The route {endpoint} declares no policy.")
    return policy


def require_policies(app: Flask) -> None:
    """Refuse to start with a route whose policy nobody declared."""
    for rule in app.url_map.iter_rules():
        policy_of(app, rule.endpoint)


def guard(app: Flask) -> Callable[[], ResponseReturnValue | None]:
    """Return what runs before every request: same site, then the route's policy."""

    def check() -> ResponseReturnValue | None:
        if request.method not in SAFE:
            _require_same_site()
        _require_text()
        if request.endpoint is None:
            return None
        policy = policy_of(app, request.endpoint)
        if policy is Policy.ROOM:
            _find_buyer()
        if policy is Policy.DESK:
            return _desk(app)
        return None

    return check


def _desk(app: Flask) -> ResponseReturnValue | None:
    if not _find_seller():
        return redirect(url_for("desk.sign_in"))
    view = app.view_functions[request.endpoint or ""]
    if not g.seller.lacks_a_factor or getattr(view, "sets_up", False):
        return None
    if request.method in SAFE:
        return redirect(url_for("desk.second_factor"))
    raise TwoFactorsDemanded


def _require_same_site() -> None:
    # With ``no-referrer`` browsers send ``Origin: null`` with forms of our own, so Sec-Fetch-Site
    # speaks first, and a null origin is left to the CSRF token.
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "null")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise ForeignForm
    elif origin not in {"null", settings().base_url}:
        raise ForeignForm


def _require_text() -> None:
    """Refuse here, once, what no text has; whoever stores or shows a text need not ask again."""
    sent = [request.path]
    if request.query_string:
        sent += request.args.values()
    if request.method not in SAFE:
        sent += [text for texts in request.form.listvalues() for text in texts]
    if any(UNFIT.search(text) for text in sent):
        raise NotText


def _find_buyer() -> None:
    using = means()
    now = using.clock()
    ticket = cookies.read(using.key, cookies.value_of(request, cookies.ROOM), now, ROOM_IDLE)
    if ticket is None:
        raise SignedOut
    hashed = token_hash(ticket.secret)
    with using.store.reading(ticket.organisation) as connection:
        found = doors.find_session(connection, ticket.organisation, hashed)
    if found is None or not is_living(found, now):
        raise SignedOut
    g.ticket, g.room_session, g.cookie = ticket, found, cookies.ROOM
    g.ends_at = found.expires_at
    g.buyer = Buyer(found.organisation_id, found.plan_id, found.member_id, hashed)


def _find_seller() -> bool:
    found = login.find()
    g.cookie = cookies.DESK
    g.ticket = found.ticket if found else None
    g.ends_at = found.ends_at if found else None
    g.seller = found.seller if found else None
    return found is not None
