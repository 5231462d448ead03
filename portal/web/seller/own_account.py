"""One's own account on the desk: where one is signed in, and another password."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField

from portal.actions import own_account as account
from portal.actions import passkeys, second_factor
from portal.actions.means import token_hash
from portal.web.access import desk
from portal.web.forms import Form, required
from portal.web.limits import GUESSES, TRIES, by_visit, limiter, was_refused
from portal.web.seller.blueprint import blueprint
from portal.web.surroundings import means, seller, ticket


class EndVisit(Form):
    """The visit to be ended; without one, all others."""

    visit = HiddenField()


class AnotherPassword(Form):
    """The password of today, and the one to be."""

    old = PasswordField("Password of today", [required("Type your password of today.")])
    password = PasswordField("New password", [required("Write the password you want to use.")])


@blueprint.get("/me")
@desk
def own_account() -> ResponseReturnValue:
    """Show what is kept of this account, and where it is signed in."""
    return _page(AnotherPassword(formdata=None))


@blueprint.post("/me/visits")
@desk
def end_visit() -> ResponseReturnValue:
    """End one visit of this account, or all the others."""
    visit = EndVisit().visit.data or ""
    if visit:
        account.end_visit(means(), seller(), visit)
    else:
        account.end_other_visits(means(), seller(), _token())
    return redirect(url_for("desk.own_account", said="ended"), 303)


@blueprint.post("/me/password")
@limiter.limit(TRIES)
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def change_password() -> ResponseReturnValue:
    """Change the password; the other visits end."""
    form = AnotherPassword()
    old, new = form.old.data or "", form.password.data or ""
    form.attempt(lambda: account.change_password(means(), seller(), _token(), old, new))
    if form.errors:
        return _page(form), 422
    return redirect(url_for("desk.own_account", said="password"), 303)


def _token() -> str:
    here = ticket()
    return here.secret if here else ""


def _page(form: AnotherPassword) -> str:
    return render_template(
        "seller/own_account.html",
        form=form,
        this=token_hash(_token()),
        visits=account.visits(means(), seller()),
        second=second_factor.state(means(), seller()),
        passkeys=passkeys.passkeys_of(means(), seller()),
    )
