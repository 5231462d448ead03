"""The front, the door, the shared address, and what machines ask."""

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from wtforms import EmailField

from portal.actions import enter, knock
from portal.actions.buyers import Buyer
from portal.actions.means import token_hash
from portal.domain.sharing import ROOM_IDLE
from portal.store import doors
from portal.store.health import is_ready
from portal.web import cookies
from portal.web.access import public
from portal.web.forms import Form, required
from portal.web.limits import TRIES, VISITS, limiter
from portal.web.surroundings import means

blueprint = Blueprint("public", __name__)


class AskForLink(Form):
    """The one question of a plan's shared address."""

    email = EmailField("Your e-mail address", [required("Write your e-mail address.")])


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    """Say what this is, and where to sign in."""
    return render_template("public/front.html")


@blueprint.get("/l/<token>")
@public
def door(token: str) -> ResponseReturnValue:
    """Show the door of a personal link: the same static page for every token."""
    return render_template("public/door.html", token=token)


@blueprint.post("/l/<token>")
@limiter.limit(VISITS)
@public
def step_in(token: str) -> ResponseReturnValue:
    """Exchange a link for a session, at an address without the token."""
    organisation, _, secret = token.partition(".")
    using = means()
    session = enter.exchange(using, organisation, secret, visiting=_visiting())
    response = make_response(redirect(url_for("room.home"), 303))
    value = cookies.write(using.key, organisation, session, using.clock())
    cookies.give(response, cookies.ROOM, value)
    return response


@blueprint.post("/l/<token>/renew")
@limiter.limit(TRIES)
@public
def renew(token: str) -> ResponseReturnValue:
    """Mail a new link to the address on file; the answer never says whether there is one."""
    organisation, _, secret = token.partition(".")
    knock.ask_again(means(), organisation, secret)
    return render_template("public/asked.html")


@blueprint.get("/p/<plan>")
@public
def shared_address(plan: str) -> ResponseReturnValue:
    """Ask whoever holds a plan's address for their own: the same page for every plan."""
    return render_template("public/shared.html", form=AskForLink(), plan=plan)


@blueprint.post("/p/<plan>")
@limiter.limit(TRIES)
@public
def ask_for_link(plan: str) -> ResponseReturnValue:
    """Write down who asks, for the worker to answer by mail; answer everybody alike here."""
    form = AskForLink()
    if not form.validate_on_submit():
        return render_template("public/shared.html", form=form, plan=plan), 422
    organisation, _, plan_id = plan.partition(".")
    knock.ask(means(), organisation, plan_id, form.email.data or "")
    return render_template("public/asked.html")


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Keep every page out of search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the database answers too."""
    ready = is_ready(means().store)
    return jsonify(status="ready" if ready else "waiting"), 200 if ready else 503


def _visiting() -> Buyer | None:
    """Return who already visits in this browser, so that a link opened twice here stays whole."""
    using = means()
    value = cookies.value_of(request, cookies.ROOM)
    ticket = cookies.read(using.key, value, using.clock(), ROOM_IDLE)
    if ticket is None:
        return None
    hashed = token_hash(ticket.secret)
    with using.store.reading(ticket.organisation) as connection:
        found = doors.find_session(connection, ticket.organisation, hashed)
    if found is None:
        return None
    return Buyer(found.organisation_id, found.plan_id, found.member_id, hashed)
