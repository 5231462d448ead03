"""Signing in and out, and setting a password by one-time link."""

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, PasswordField

from portal.actions import passkeys, second_step
from portal.actions import sign_in as accounts
from portal.web import login
from portal.web.access import public, sets_up
from portal.web.forms import Form, required
from portal.web.limits import GUESSES, TRIES, by_email, limiter, was_refused
from portal.web.seller.blueprint import blueprint
from portal.web.surroundings import means, ticket


class SignIn(Form):
    """Who comes, and what only they know."""

    email = EmailField("Your e-mail address", [required("Write your e-mail address.")])
    password = PasswordField("Password", [required("Write your password.")])


class NewPassword(Form):
    """The password to be; asked once, because it can be shown while it is typed."""

    password = PasswordField("New password", [required("Write the password you want to use.")])


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, unless somebody is signed in already."""
    if login.find():
        return redirect(url_for("desk.listing"))
    return sign_in_page()


@blueprint.post("/sign-in")
@limiter.limit(TRIES)
@limiter.limit(GUESSES, key_func=by_email, deduct_when=was_refused)
@public
def open_session() -> ResponseReturnValue:
    """Open a session; which of the two was wrong is not said."""
    form = SignIn()
    opened = form.attempt(
        lambda: accounts.sign_in(means(), form.email.data or "", form.password.data or "")
    )
    if opened is None:
        return _page(form), 422
    awaits_code = second_step.is_awaited(means(), *opened)
    return login.enter(url_for("desk.second_step" if awaits_code else "desk.listing"), *opened)


@blueprint.post("/sign-out")
@sets_up
def sign_out() -> ResponseReturnValue:
    """End the session, and forget what the browser kept."""
    here = ticket()
    if here:
        accounts.sign_out(means(), here.organisation, here.secret)
    return login.leave(url_for("desk.sign_in", said="signed-out"))


@blueprint.get("/password/<token>")
@public
def new_password(token: str) -> ResponseReturnValue:
    """Ask for a new password: the same page for every link."""
    return render_template("seller/password.html", form=NewPassword(formdata=None), token=token)


@blueprint.post("/password/<token>")
@limiter.limit(TRIES)
@public
def set_password(token: str) -> ResponseReturnValue:
    """Set the password, and use the link up."""
    form = NewPassword()
    organisation, _, secret = token.partition(".")
    wanted = form.password.data or ""
    form.attempt(lambda: accounts.set_password(means(), organisation, secret, wanted))
    if form.errors:
        return render_template("seller/password.html", form=form, token=token), 422
    return redirect(url_for("desk.sign_in", said="password-set"), 303)


def sign_in_page(*refused: str) -> str:
    """Return the page that asks for address and password, with why another way was refused."""
    form = SignIn(formdata=None)
    form.form_errors.extend(refused)
    return _page(form)


def _page(form: SignIn) -> str:
    has_single_sign_on = current_app.extensions["portal.provider"] is not None
    return render_template(
        "seller/sign_in.html",
        form=form,
        has_single_sign_on=has_single_sign_on,
        has_passkeys=passkeys.are_possible(means().base_url),
    )
