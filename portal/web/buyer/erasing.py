"""Having oneself erased: what goes and what stays in plain words, then a code from the mailbox."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions import erase as erasing_oneself
from portal.store.pages.record import frame_page
from portal.web import cookies
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.forms import Form
from portal.web.surroundings import buyer, means


class Erasing(Form):
    """The code that shows whose wish it is."""

    code = StringField("Code from your email")


@blueprint.get("/me/erase")
@room
def erasing() -> ResponseReturnValue:
    """Say what erasing takes away and what it leaves."""
    return _page(Erasing(formdata=None))


@blueprint.post("/me/erase")
@room
def erase() -> ResponseReturnValue:
    """Mail the code, or erase whoever typed it and have the browser forget the plan."""
    form = Erasing()
    if request.form.get("do") == "code":
        sent = form.attempt(_send)
        return _page(form, sent=sent is not None), 200 if sent else 422
    done = form.attempt(lambda: _erase(form))
    if done is None:
        return _page(form, sent=bool(form.code.data)), 422
    response = make_response(render_template("public/erased.html"))
    cookies.take(response, cookies.ROOM)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _send() -> bool:
    erasing_oneself.send_code(means(), buyer())
    return True


def _erase(form: Erasing) -> bool:
    erasing_oneself.erase_self(means(), buyer(), form.code.data or "")
    return True


def _page(form: Erasing, *, sent: bool = False) -> str:
    mentions = erasing_oneself.mentions_of(means(), buyer())
    return show("buyer/erase.html", enter_by(frame_page), form=form, sent=sent, mentions=mentions)
