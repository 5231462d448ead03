"""Single sign-on at the desk: to the provider and back; only the press of a button signs in.

The way out is a link, because a form may only lead to our own addresses. What comes back is a GET,
so its page does nothing but offer a form with what came back; a script presses the button.
"""

from typing import TYPE_CHECKING, cast

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from portal.actions import second_step
from portal.actions import single_sign_on as actions
from portal.domain.refusals import Refusal
from portal.domain.single_sign_on import LASTS
from portal.store.plans import NotFound
from portal.web import cookies, login
from portal.web.access import public
from portal.web.forms import Form
from portal.web.limits import TRIES, limiter
from portal.web.seller.blueprint import blueprint
from portal.web.seller.signing_in import sign_in_page
from portal.web.surroundings import means

if TYPE_CHECKING:  # what asks other servers is loaded only where one is named
    from portal.delivery.identity_provider import Provider


class Answer(Form):
    """What the provider sent the browser back with."""

    state = HiddenField()
    code = HiddenField()


@blueprint.get("/single-sign-on")
@limiter.limit(TRIES)
@public
def single_sign_on() -> ResponseReturnValue:
    """Send the browser to the provider, with a seed to know it by when it comes back."""
    provider, using = _provider(), means()
    seed = using.draw()
    try:
        response = make_response(redirect(actions.address(using, provider, seed)))
    except Refusal as refusal:
        return sign_in_page(refusal.sentence), 422
    cookies.give(response, cookies.SIGN_ON, cookies.write(using.key, "", seed, using.clock()))
    return response


@blueprint.get("/single-sign-on/answer")
@public
def came_back() -> ResponseReturnValue:
    """Show a page whose button sends what came back: opening it signs nobody in."""
    _provider()
    form = Answer(formdata=None, data=request.args)
    return render_template("seller/single_sign_on.html", form=form)


@blueprint.post("/single-sign-on/answer")
@limiter.limit(TRIES)
@public
def sign_on() -> ResponseReturnValue:
    """Sign in by the provider's word; the browser's seed is used up either way."""
    provider, form = _provider(), Answer()
    try:
        opened = actions.sign_in(
            means(), provider, _seed(), form.state.data or "", form.code.data or ""
        )
    except Refusal as refusal:
        response = make_response(sign_in_page(refusal.sentence), 422)
    else:
        awaits_code = second_step.is_awaited(means(), *opened)
        response = login.enter(
            url_for("desk.second_step" if awaits_code else "desk.listing"), *opened
        )
    cookies.take(response, cookies.SIGN_ON)
    return response


def _provider() -> "Provider":
    """Return the provider that this server is set up with."""
    found = cast("Provider | None", current_app.extensions["portal.provider"])
    if found is None:
        raise NotFound
    return found


def _seed() -> str | None:
    using = means()
    kept = cookies.value_of(request, cookies.SIGN_ON)
    found = cookies.read(using.key, kept, using.clock(), LASTS)
    return found.secret if found and not found.organisation else None
