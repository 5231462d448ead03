"""Passkeys at the desk: one's own listed, made and taken away; and signing in by one."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, PasswordField, StringField

from portal.actions import passkeys as actions
from portal.actions.means import token_hash
from portal.actions.passkeys import Asked
from portal.domain.passkeys import LASTS
from portal.web import cookies, login
from portal.web.access import desk, public
from portal.web.forms import Form, required
from portal.web.limits import GUESSES, TRIES, by_visit, limiter, was_refused
from portal.web.seller.blueprint import blueprint
from portal.web.seller.signing_in import sign_in_page
from portal.web.surroundings import means, seller, ticket


class NewPasskey(Form):
    """What the device is called, and the password of whoever it belongs to."""

    name = StringField("Name of the device")
    old = PasswordField("Your password", [required("Type your password of today.")])


class Made(Form):
    """What a browser made, for the question that its page carried."""

    name = HiddenField()
    asked = HiddenField()
    credential = HiddenField()


class Answered(Form):
    """What a passkey signed, for the question that its page carried."""

    asked = HiddenField()
    credential = HiddenField()


@blueprint.get("/me/passkeys")
@desk
def passkeys() -> ResponseReturnValue:
    """Show one's own passkeys, and how to make another."""
    return _page(NewPasskey(formdata=None))


@blueprint.post("/me/passkeys")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def begin_passkey() -> ResponseReturnValue:
    """Take name and password; show the page whose button makes the passkey."""
    form, kept = NewPasskey(), _asking()
    asked = _read(kept, _this_visit())
    assert asked is not None  # signed just now
    name, old = form.name.data or "", form.old.data or ""
    options = form.attempt(lambda: actions.prepare(means(), seller(), asked, name, old))
    if options is None:
        return _page(form), 422
    made = Made(formdata=None, data={"name": name, "asked": kept})
    return render_template("seller/passkey.html", form=made, options=options)


@blueprint.post("/me/passkeys/new")
@limiter.limit(TRIES)
@desk
def keep_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser made."""
    form = Made()
    asked = _read(form.asked.data or "", _this_visit())
    name, credential = form.name.data or "", form.credential.data or ""
    form.attempt(lambda: actions.keep(means(), seller(), asked, name, credential))
    if form.errors:
        again = NewPasskey(formdata=None, data={"name": name})
        again.form_errors.extend(said for errors in form.errors.values() for said in errors)
        return _page(again), 422
    return redirect(url_for("desk.passkeys", said="made"), 303)


@blueprint.post("/me/passkeys/<passkey>/remove")
@desk
def remove_passkey(passkey: str) -> ResponseReturnValue:
    """Take a passkey away."""
    actions.remove(means(), seller(), passkey)
    return redirect(url_for("desk.passkeys", said="removed"), 303)


@blueprint.get("/passkey")
@public
def passkey() -> ResponseReturnValue:
    """Show the page whose button asks for a passkey."""
    if not actions.are_possible(means().base_url):
        return redirect(url_for("desk.sign_in"))
    kept = _asking()
    asked = _read(kept, _this_browser())
    assert asked is not None  # signed just now
    form = Answered(formdata=None, data={"asked": kept})
    return render_template(
        "seller/passkey_sign_in.html", form=form, options=actions.question(means(), asked)
    )


@blueprint.post("/passkey")
@limiter.limit(TRIES)
@public
def sign_in_by_passkey() -> ResponseReturnValue:
    """Open a visit by what a passkey signed."""
    form = Answered()
    asked = _read(form.asked.data or "", _this_browser())
    opened = form.attempt(lambda: actions.sign_in(means(), asked, form.credential.data or ""))
    if opened is None:
        return sign_in_page(*(said for errors in form.errors.values() for said in errors)), 422
    return login.enter(url_for("desk.listing"), *opened)


def _page(form: NewPasskey) -> str:
    return render_template(
        "seller/passkeys.html",
        form=form,
        passkeys=actions.passkeys_of(means(), seller()),
        are_possible=actions.are_possible(means().base_url),
    )


def _asking() -> str:
    """Return a new seed with its time, signed, for a page to carry."""
    using = means()
    return cookies.write(using.key, "", using.draw(), using.clock())


def _read(kept: str, bound_to: str) -> Asked | None:
    """Return what a page asked, unless that was too long ago."""
    using = means()
    found = cookies.read(using.key, kept, using.clock(), LASTS)
    return Asked(found.secret, bound_to, found.used_at) if found else None


def _this_visit() -> str:
    here = ticket()
    return f"made in {token_hash(here.secret if here else '')}"


def _this_browser() -> str:
    """Return what tells one browser from another before anybody is signed in: its CSRF seed."""
    return f"asked in {session['csrf_token']} {request.path}"
