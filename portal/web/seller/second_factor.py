"""The second step of one's own account on the desk: set up, confirmed, renewed, taken away."""

import segno
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import StringField

from portal.actions import passkeys
from portal.actions import second_factor as actions
from portal.web.access import desk, sets_up
from portal.web.forms import Form
from portal.web.limits import GUESSES, TRIES, by_visit, limiter, was_refused
from portal.web.seller import proving
from portal.web.seller.blueprint import blueprint
from portal.web.seller.proving import Proved
from portal.web.surroundings import means, seller

MODULE = 5  # pixels of a QR code's smallest square
BEGIN, RENEW, REMOVE = "begin-", "renew-", "remove-"  # in front of what three forms ask alike


class Confirm(Form):
    """The code that shows the authenticator works."""

    code = StringField("Code from your authenticator")


@blueprint.get("/me/second-step")
@sets_up
def second_factor() -> ResponseReturnValue:
    """Show how the second step stands, and what can be done about it."""
    return _page()


@blueprint.post("/me/second-step")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@sets_up
def begin_second_factor() -> ResponseReturnValue:
    """Make a secret for an authenticator to read."""
    form = Proved(prefix=BEGIN)
    form.attempt(lambda: actions.set_up(means(), seller(), form.proof()))
    if form.errors:
        return _page(begin=form), 422
    return redirect(url_for("desk.second_factor"), 303)


@blueprint.post("/me/second-step/code")
@limiter.limit(TRIES)
@sets_up
def confirm_second_factor() -> ResponseReturnValue:
    """Take the first code, and show the recovery codes this once."""
    form = Confirm()
    codes = form.attempt(
        lambda: actions.confirm(means(), seller(), form.code.data or "", proving.visit())
    )
    if codes is None:
        return _page(confirm=form), 422
    return render_template("seller/recovery_codes.html", codes=codes, is_new=True)


@blueprint.post("/me/second-step/recovery")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    form = Proved(prefix=RENEW)
    codes = form.attempt(lambda: actions.renew_codes(means(), seller(), form.proof()))
    if codes is None:
        return _page(renew=form), 422
    return render_template("seller/recovery_codes.html", codes=codes, is_new=False)


@blueprint.post("/me/second-step/remove")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def remove_second_factor() -> ResponseReturnValue:
    """Take the second step away."""
    form = Proved(prefix=REMOVE)
    form.attempt(lambda: actions.remove(means(), seller(), form.proof()))
    if form.errors:
        return _page(remove=form), 422
    return redirect(url_for("desk.own_account", said="no-second-step"), 303)


def _page(
    *,
    begin: Proved | None = None,
    confirm: Confirm | None = None,
    renew: Proved | None = None,
    remove: Proved | None = None,
) -> str:
    state = actions.state(means(), seller(), proving.visit())
    return render_template(
        "seller/second_factor.html",
        state=state,
        picture=_picture(state.address) if state.address else "",
        asking=proving.asking(),
        has_passkeys=passkeys.are_possible(means().base_url),
        begin=begin or Proved(formdata=None, prefix=BEGIN),
        confirm=confirm or Confirm(formdata=None),
        renew=renew or Proved(formdata=None, prefix=RENEW),
        remove=remove or Proved(formdata=None, prefix=REMOVE),
    )


def _picture(address: str) -> Markup:
    """Return the QR code as SVG, dark on light in every theme: cameras do not read the reverse."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=MODULE,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return Markup(drawn)  # noqa: S704  # segno's own drawing: paths and numbers, no text of ours
