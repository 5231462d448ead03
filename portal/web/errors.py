"""Refusals, rendered once: the status each class answers with, and one page for them all."""

import logging
import traceback

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.actions.sellers import AccountEnded, OwnersOnly, ReaderOnly
from portal.domain.refusals import Refusal, StaleRevision
from portal.domain.second_factor import SecondStepOver
from portal.domain.sharing import DeadLink, ForwardedLink, SignedOut
from portal.domain.ways_in import TwoFactorsDemanded
from portal.store.health import OUT_OF_REACH
from portal.store.plans import NotFound
from portal.store.transaction import Collided
from portal.web.access import ForeignForm
from portal.web.surroundings import SAFE

STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    DeadLink: 404,
    SignedOut: 401,
    AccountEnded: 401,
    SecondStepOver: 401,
    ForwardedLink: 403,
    ReaderOnly: 403,
    OwnersOnly: 403,
    TwoFactorsDemanded: 403,
    ForeignForm: 403,
    StaleRevision: 409,
}
UNPROCESSABLE = 422
HEADINGS = {
    401: "Your visit has ended",
    403: "This cannot be done from here",
    404: "There is nothing here",
    405: "This page cannot be sent a form",
    409: "Not recorded: the document changed",
    413: "This file is too large",
    422: "Not recorded",
    429: "Too many tries",
    500: "This did not work",
    503: "This did not work",
}
SENTENCES = {
    404: "The address leads nowhere, or to something that is not yours to open.",
    405: "Go back and follow the page's own button.",
    413: "Send a file of at most 2 MB.",
    429: "Wait a minute, then try again.",
}
# Nobody can say whether a commit that failed was kept, so the page does not say it either.
NOT_RECORDED = (
    "Something on our side failed, so treat this as not recorded. Go back and send it again in a"
    " minute: the same answer is never counted twice."
)
NOT_SHOWN = "Something on our side failed, and nothing was changed. Reload the page in a minute."
LATER = "60"  # seconds
COLLISIONS = 3  # of one form, before it is a fault of ours
log = logging.getLogger("portal")


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status a refusal answers with."""
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), UNPROCESSABLE)


def refused(refusal: Refusal) -> Response:
    """Return the page that says why something was refused."""
    return page(status_of(refusal), refusal.sentence)


def page(status: int, sentence: str) -> Response:
    """Return the one page every failure is told on."""
    heading = HEADINGS.get(status, "This did not work")
    body = render_template("public/refusal.html", heading=heading, sentence=sentence, status=status)
    return make_response(body, status)


def install(app: Flask) -> None:
    """Render refusals, HTTP errors and faults of ours for ``app``."""
    app.register_error_handler(Refusal, refused)

    @app.errorhandler(CSRFError)
    def _old_form(_error: CSRFError) -> Response:
        return page(400, "This form is too old to be sent. Reload the page, then send it again.")

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        return page(status, SENTENCES.get(status, _broken()))

    @app.errorhandler(Exception)
    def _fault(error: Exception) -> Response:
        _tell(error)
        return page(500, _broken())

    @app.errorhandler(Collided)
    def _once_more(error: Collided) -> ResponseReturnValue:
        """Ask the route again: nothing was kept, and now it finds what the other form kept."""
        g.collisions = g.get("collisions", 0) + 1
        if g.collisions >= COLLISIONS:
            return _fault(error)
        try:
            return app.dispatch_request()
        except Exception as other:  # noqa: BLE001  # as Flask would, had it raised at first
            return app.handle_user_exception(other)

    def _out_of_reach(error: Exception) -> Response:
        _tell(error)
        answer = page(503, _broken())
        answer.headers["Retry-After"] = LATER
        return answer

    for kind in (*OUT_OF_REACH, OSError):
        app.register_error_handler(kind, _out_of_reach)


def _broken() -> str:
    return NOT_SHOWN if request.method in SAFE else NOT_RECORDED


def _tell(fault: Exception) -> None:
    """Log a fault's kind and where it came from; what it says may hold a link or a name."""
    kinds = [type(one).__name__ for one in (fault, fault.__cause__) if one is not None]
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("A request failed: %s\n%s", " from ".join(kinds), where)
