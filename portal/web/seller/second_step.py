"""The second page of signing in: a code from the authenticator, or a recovery code."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions import second_step as actions
from portal.domain.second_factor import SecondStepOver
from portal.domain.sharing import DESK_IDLE
from portal.web import cookies, login
from portal.web.access import public
from portal.web.cookies import Ticket
from portal.web.forms import Form
from portal.web.limits import TRIES, limiter
from portal.web.seller.blueprint import blueprint
from portal.web.surroundings import means


class SecondStep(Form):
    """One of two: what the authenticator shows, or a code kept on paper."""

    code = StringField()
    recovery = StringField()


@blueprint.get("/code")
@public
def second_step() -> ResponseReturnValue:
    """Ask for the code, if the right password was typed in this browser a moment ago."""
    if _awaited() is None:
        return redirect(url_for("desk.sign_in"))
    return render_template("seller/second_step.html", form=SecondStep(formdata=None))


@blueprint.post("/code")
@limiter.limit(TRIES)
@public
def enter_code() -> ResponseReturnValue:
    """Open the visit, under a token of its own."""
    form, waiting = SecondStep(), _awaited()
    if waiting is None:
        raise SecondStepOver
    opened = form.attempt(lambda: _enter(form, waiting))
    if opened is None:
        return render_template("seller/second_step.html", form=form), 422
    return login.enter(url_for("desk.listing"), waiting.organisation, opened)


def _enter(form: SecondStep, waiting: Ticket) -> str:
    written = form.recovery.data or ""
    if written.strip() and not (form.code.data or "").strip():
        return actions.enter_recovery_code(means(), waiting.organisation, waiting.secret, written)
    return actions.enter_code(means(), waiting.organisation, waiting.secret, form.code.data or "")


def _awaited() -> Ticket | None:
    """Return the ticket of a sign-in that awaits its code."""
    using = means()
    value = cookies.value_of(request, cookies.DESK)
    found = cookies.read(using.key, value, using.clock(), DESK_IDLE)
    if found is None or not actions.is_awaited(using, found.organisation, found.secret):
        return None
    return found
