"""One's own account on the desk: where one is signed in, and another password."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField, SelectField

from portal.actions import own_account as account
from portal.actions import passkeys, second_factor
from portal.store.desk_sessions import Visit
from portal.web.access import desk
from portal.web.forms import required
from portal.web.limits import GUESSES, TRIES, by_visit, limiter, was_refused
from portal.web.seller import proving
from portal.web.seller.blueprint import blueprint
from portal.web.seller.proving import Proved
from portal.web.surroundings import means, seller


class EndVisit(Proved):
    """The visit to be ended; without one, all others."""

    visit = SelectField("Which visit ends?", validate_choice=False, choices=[])


class AnotherPassword(Proved):
    """The password to be, after what proves who asks."""

    password = PasswordField("New password", [required("Write the password you want to use.")])


@blueprint.get("/me")
@desk
def own_account() -> ResponseReturnValue:
    """Show what is kept of this account, and where it is signed in."""
    return _page()


@blueprint.post("/me/visits")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def end_visit() -> ResponseReturnValue:
    """End one visit of this account, or all the others."""
    form = EndVisit(prefix="end-")
    named = form.visit.data or ""
    form.attempt(lambda: account.end_visit(means(), seller(), named, form.proof()))
    if form.errors:
        return _page(ending=form), 422
    return redirect(url_for("desk.own_account", said="ended"), 303)


@blueprint.post("/me/password")
@limiter.limit(TRIES)
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def change_password() -> ResponseReturnValue:
    """Change the password; the other visits end."""
    form = AnotherPassword()
    new = form.password.data or ""
    form.attempt(lambda: account.change_password(means(), seller(), new, form.proof()))
    if form.errors:
        return _page(password=form), 422
    return redirect(url_for("desk.own_account", said="password"), 303)


def _page(*, password: AnotherPassword | None = None, ending: EndVisit | None = None) -> str:
    visits = account.visits(means(), seller())
    return render_template(
        "seller/own_account.html",
        form=password or AnotherPassword(formdata=None),
        ending=ending or EndVisit(formdata=None, prefix="end-"),
        others=_others(visits),
        this=proving.visit(),
        visits=visits,
        asking=proving.asking(),
        second=second_factor.state(means(), seller(), proving.visit()),
        passkeys=passkeys.passkeys_of(means(), seller()),
    )


def _others(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    return tuple(one for one in visits if one.token_hash != proving.visit())
