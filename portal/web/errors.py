"""Refusals, rendered once: the status each class answers with, and one page for them all."""

import logging

from flask import Flask, Response, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.actions.sellers import AccountEnded, OwnersOnly, ReaderOnly
from portal.domain.refusals import Refusal, StaleRevision
from portal.domain.second_factor import SecondStepOver
from portal.domain.sharing import DeadLink, ForwardedLink, SignedOut
from portal.store.plans import NotFound
from portal.web.access import ForeignForm

STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    DeadLink: 404,
    SignedOut: 401,
    AccountEnded: 401,
    SecondStepOver: 401,
    ForwardedLink: 403,
    ReaderOnly: 403,
    OwnersOnly: 403,
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
}
SENTENCES = {
    404: "The address leads nowhere, or to something that is not yours to open.",
    405: "Go back and follow the page's own button.",
    413: "Send a file of at most 2 MB.",
    429: "Wait a minute, then try again.",
}
BROKEN = (
    "Something on our side failed, and nothing was recorded. Go back and send it again: the same"
    " answer is never counted twice."
)
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
        return page(status, SENTENCES.get(status, BROKEN))

    @app.errorhandler(Exception)
    def _fault(_error: Exception) -> Response:
        log.exception("A request failed")
        return page(500, BROKEN)
