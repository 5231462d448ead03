"""One's own visits: where the plan is open, and ending the others with a code from the mailbox."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions import visits as own
from portal.store.pages.record import frame_page
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.forms import Form
from portal.web.surroundings import buyer, means

ALL = "all"  # no visit is named so: names are digits of a hash


class EndVisits(Form):
    """Which visit is to end, or all others, and the code that shows whose wish it is."""

    visit = StringField("Visit")
    code = StringField("Code from your email")


@blueprint.get("/me/visits")
@room
def visits() -> ResponseReturnValue:
    """Show every living visit of this person to the plan."""
    return _page(EndVisits(formdata=None))


@blueprint.post("/me/visits")
@room
def end_visits() -> ResponseReturnValue:
    """Mail the code, or end what was chosen."""
    form = EndVisits()
    if request.form.get("do") == "code":
        sent = form.attempt(_send)
        return _page(form, sent=sent is not None), 200 if sent else 422
    if form.attempt(lambda: _end(form)) is None:
        return _page(form, sent=bool(form.code.data)), 422
    return redirect(url_for("room.visits", said="visits"), 303)


def _send() -> bool:
    own.send_code(means(), buyer())
    return True


def _end(form: EndVisits) -> bool:
    chosen = form.visit.data or ALL
    own.end(means(), buyer(), form.code.data or "", None if chosen == ALL else chosen)
    return True


def _page(form: EndVisits, *, sent: bool = False) -> str:
    return show(
        "buyer/visits.html", enter_by(frame_page), form=form, sent=sent,
        this=buyer().session, visits=own.visits(means(), buyer()),
    )  # fmt: skip  # one call
