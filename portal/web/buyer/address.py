"""Another address for one's mails: taken with a code from the old mailbox and one from the new."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField

from portal.actions import readdress
from portal.store.pages.record import frame_page
from portal.web import cookies
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.forms import Form, required
from portal.web.surroundings import buyer, means


class NewAddress(Form):
    """Where mails are to go, the code from where they went, and the code from where they go."""

    email = EmailField("Your new address", [required("Write the address to use from now on.")])
    code = StringField("Code from your address so far")
    code_there = StringField("Code from your new address")


@blueprint.get("/me/address")
@room
def address() -> ResponseReturnValue:
    """Ask for the new address."""
    return _page(NewAddress(formdata=None))


@blueprint.post("/me/address")
@room
def change_address() -> ResponseReturnValue:
    """Mail a code to each address, or take the new one and end every link and visit."""
    form = NewAddress()
    if request.form.get("do") == "code":
        sent = form.attempt(lambda: _send(form))
        return _page(form, sent=sent is not None), 200 if sent else 422
    moved = form.attempt(lambda: _move(form))
    if moved is None:
        return _page(form, sent=bool(form.code.data or form.code_there.data)), 422
    response = make_response(render_template("public/moved.html"))
    cookies.take(response, cookies.ROOM)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _send(form: NewAddress) -> bool:
    readdress.send_codes(means(), buyer(), form.email.data or "")
    return True


def _move(form: NewAddress) -> str:
    return readdress.change(
        means(), buyer(),
        form.email.data or "", form.code.data or "", form.code_there.data or "",
    )  # fmt: skip  # one call


def _page(form: NewAddress, *, sent: bool = False) -> str:
    return show("buyer/address.html", enter_by(frame_page), form=form, sent=sent)
