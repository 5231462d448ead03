"""Passkeys at the desk: one's own listed, made and taken away; and signing in by one."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from portal.actions import passkeys as actions
from portal.web import login
from portal.web.access import desk, public, sets_up
from portal.web.forms import Form
from portal.web.limits import GUESSES, TRIES, by_visit, limiter, was_refused
from portal.web.seller import proving
from portal.web.seller.blueprint import blueprint
from portal.web.seller.proving import Proved
from portal.web.seller.signing_in import sign_in_page
from portal.web.surroundings import means, seller


class NewPasskey(Proved):
    """What the device is called, and who it is that makes one."""

    name = StringField("Name of the device")


class TakeAway(Proved):
    """The passkey to be taken away."""

    passkey = StringField()


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
@sets_up
def passkeys() -> ResponseReturnValue:
    """Show one's own passkeys, and how to make another."""
    return _page()


@blueprint.post("/me/passkeys")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@sets_up
def begin_passkey() -> ResponseReturnValue:
    """Take a name and who it is; show the page whose button makes the passkey."""
    form, kept = NewPasskey(), proving.new_question()
    asked = proving.read(kept, _this_visit())
    assert asked is not None  # signed just now
    name = form.name.data or ""
    options = form.attempt(lambda: actions.prepare(means(), seller(), asked, name, form.proof()))
    if options is None:
        return _page(form), 422
    made = Made(formdata=None, data={"name": name, "asked": kept})
    return render_template("seller/passkey.html", form=made, options=options)


@blueprint.post("/me/passkeys/new")
@limiter.limit(TRIES)
@sets_up
def keep_passkey() -> ResponseReturnValue:
    """Keep the passkey that the browser made."""
    form = Made()
    asked = proving.read(form.asked.data or "", _this_visit())
    name, credential = form.name.data or "", form.credential.data or ""
    form.attempt(lambda: actions.keep(means(), seller(), asked, name, credential, proving.visit()))
    if form.errors:
        again = NewPasskey(formdata=None, data={"name": name})
        again.form_errors.extend(said for errors in form.errors.values() for said in errors)
        return _page(again), 422
    return redirect(url_for("desk.passkeys", said="made"), 303)


@blueprint.post("/me/passkeys/remove")
@limiter.limit(GUESSES, key_func=by_visit, deduct_when=was_refused)
@desk
def remove_passkey() -> ResponseReturnValue:
    """Take a passkey away."""
    form = TakeAway(prefix="remove-")
    which = form.passkey.data or ""
    form.attempt(lambda: actions.remove(means(), seller(), which, form.proof()))
    if form.errors:
        return _page(removing=form), 422
    return redirect(url_for("desk.passkeys", said="removed"), 303)


@blueprint.get("/passkey")
@public
def passkey() -> ResponseReturnValue:
    """Show the page whose button asks for a passkey."""
    if not actions.are_possible(means().base_url):
        return redirect(url_for("desk.sign_in"))
    kept = proving.new_question()
    asked = proving.read(kept, _this_browser())
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
    asked = proving.read(form.asked.data or "", _this_browser())
    opened = form.attempt(lambda: actions.sign_in(means(), asked, form.credential.data or ""))
    if opened is None:
        return sign_in_page(*(said for errors in form.errors.values() for said in errors)), 422
    return login.enter(url_for("desk.listing"), *opened)


def _page(form: NewPasskey | None = None, removing: TakeAway | None = None) -> str:
    return render_template(
        "seller/passkeys.html",
        form=form or NewPasskey(formdata=None),
        removing=removing or TakeAway(formdata=None, prefix="remove-"),
        passkeys=actions.passkeys_of(means(), seller()),
        are_possible=actions.are_possible(means().base_url),
        asking=proving.asking(),
    )


def _this_visit() -> str:
    return f"made in {proving.visit()}"


def _this_browser() -> str:
    """Return what tells one browser from another before anybody is signed in: its CSRF seed."""
    return f"asked in {session['csrf_token']} {request.path}"
