"""A lost password: a link is mailed to whoever has an account, and everybody reads the same."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import EmailField

from portal.actions.own_account import ask_for_link
from portal.web.access import public
from portal.web.forms import Form, required
from portal.web.limits import TRIES, limiter
from portal.web.seller.blueprint import blueprint
from portal.web.surroundings import means


class LostPassword(Form):
    """Whose password was lost."""

    email = EmailField("Your e-mail address", [required("Write your e-mail address.")])


@blueprint.get("/lost-password")
@public
def lost_password() -> ResponseReturnValue:
    """Ask for the address that a link is mailed to."""
    return render_template("seller/lost_password.html", form=LostPassword(formdata=None))


@blueprint.post("/lost-password")
@limiter.limit(TRIES)
@public
def ask_for_new_password() -> ResponseReturnValue:
    """Mail the link, and answer everybody alike."""
    form = LostPassword()
    form.attempt(lambda: ask_for_link(means(), form.email.data or ""))
    if form.errors:
        return render_template("seller/lost_password.html", form=form), 422
    return render_template("seller/password_asked.html")
