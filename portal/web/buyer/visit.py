"""The visit itself: ending it, and showing that a second browser is one's own."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions import enter
from portal.store.pages.record import frame_page
from portal.web import cookies
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.forms import Form
from portal.web.surroundings import buyer, means, room_session


class Vouching(Form):
    """The code that shows whose browser this is."""

    code = StringField("Code from your email")


@blueprint.post("/leave")
@room
def leave() -> ResponseReturnValue:
    """End the visit here, and have the browser forget its pages."""
    enter.leave(means(), buyer())
    response = make_response(render_template("public/left.html"))
    cookies.take(response, cookies.ROOM)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/visit")
@room
def still_there() -> ResponseReturnValue:
    """Say that the visit lives, to a page that was left open; one that ended is a 401."""
    return "", 204


@blueprint.get("/vouch")
@room
def vouching() -> ResponseReturnValue:
    """Ask for the code that lets a forwarded session act."""
    if not room_session().reads_only:
        return redirect(url_for("room.home"), 303)
    return show("buyer/vouching.html", enter_by(frame_page), form=Vouching())


@blueprint.post("/vouch/code")
@room
def send_code() -> ResponseReturnValue:
    """Mail the code to the address on file."""
    enter.send_vouching_code(means(), buyer())
    return redirect(url_for("room.vouching", said="code"), 303)


@blueprint.post("/vouch")
@room
def vouch() -> ResponseReturnValue:
    """Let this browser act once the code is right."""
    form = Vouching()
    secret = form.attempt(lambda: enter.vouch(means(), buyer(), form.code.data or ""))
    if secret is None:
        return show("buyer/vouching.html", enter_by(frame_page), form=form), 422
    response = make_response(redirect(url_for("room.home", said="vouched"), 303))
    value = cookies.write(means().key, buyer().organisation_id, secret, means().clock())
    cookies.give(response, cookies.ROOM, value)
    return response
