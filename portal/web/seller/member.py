"""One person of the committee on the desk: their link, and what a seller may put right."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, SelectMultipleField, StringField

from portal.actions import leave, readdress, share
from portal.actions import seat as seating
from portal.domain.committee import SEATS
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.forms import Form
from portal.web.seller.blueprint import blueprint
from portal.web.seller.committee import person_of
from portal.web.seller.reading import links_of, plan_of
from portal.web.surroundings import means, seller


class Correction(Form):
    """Where somebody's mails are to go, who they are, and what they do."""

    email = EmailField()
    name = StringField()
    title = StringField()
    seats = SelectMultipleField(validate_choice=False)


@blueprint.get("/plans/<plan>/committee/<member>/link")
@desk
def link(plan: str, member: str) -> ResponseReturnValue:
    """Say what mailing a new link, or revoking it, would do."""
    return _page(plan, member, Correction(formdata=None))


@blueprint.post("/plans/<plan>/committee/<member>/renew")
@desk
def renew_link(plan: str, member: str) -> ResponseReturnValue:
    """Mail a new link, which ends the one before."""
    share.renew(means(), seller(), plan, member, request.form.get("seen", ""))
    return redirect(url_for("desk.committee", plan=plan, said="renewed"), 303)


@blueprint.post("/plans/<plan>/committee/<member>/revoke")
@desk
def revoke_link(plan: str, member: str) -> ResponseReturnValue:
    """Revoke a link and end its visits."""
    share.revoke(means(), seller(), plan, member)
    return redirect(url_for("desk.committee", plan=plan, said="revoked"), 303)


@blueprint.post("/plans/<plan>/committee/<member>/address")
@desk
def correct_address(plan: str, member: str) -> ResponseReturnValue:
    """Correct the address of somebody who has not come yet."""
    form = Correction()
    done = form.attempt(
        lambda: readdress.correct(means(), seller(), plan, member, form.email.data or "")
    )
    if done is None:
        return _page(plan, member, form), 422
    return redirect(url_for("desk.committee", plan=plan, said="corrected"), 303)


@blueprint.post("/plans/<plan>/committee/<member>/off")
@desk
def take_off(plan: str, member: str) -> ResponseReturnValue:
    """Take somebody off again who has not come yet."""
    leave.take_off_unseen(means(), seller(), plan, member)
    return redirect(url_for("desk.committee", plan=plan, said="taken-off"), 303)


@blueprint.post("/plans/<plan>/committee/<member>/seat")
@desk
def give_seat(plan: str, member: str) -> ResponseReturnValue:
    """Name a newcomer and say what they do."""
    form = Correction()
    if form.attempt(lambda: _seat(plan, member, form)) is None:
        return _page(plan, member, form), 422
    return redirect(url_for("desk.committee", plan=plan, said="seated"), 303)


def _seat(plan: str, member: str, form: Correction) -> bool:
    seating.seat_newcomer(
        means(), seller(), plan, member,
        name=form.name.data or "", title=form.title.data or "", seats=form.seats.data or (),
    )  # fmt: skip  # one call
    return True


def _page(plan: str, member: str, form: Correction) -> str:
    seller().require_writing()
    page = plan_of(plan)
    found = page.member(member)
    if found is None or found.left_at is not None:
        raise NotFound
    person = person_of(page, found, links_of(page).get(member), means().clock())
    return render_template(
        "seller/committee_link.html", plan=page.plan, person=person, form=form, seats=SEATS
    )
