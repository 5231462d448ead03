"""Who may come, and who leaves: the committee and the allowed domains, as its members see them."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, StringField

from portal.actions.allow import allow, disallow
from portal.actions.leave import take_off
from portal.actions.seat import seat_colleague
from portal.domain.committee import SEATS, leaders
from portal.store.pages.committee import AllowedDomain, allowed_domains
from portal.store.pages.record import FramePage, frame_page
from portal.store.pages.rows import MemberRow, PlanRow
from portal.store.plans import NotFound
from portal.web import cookies
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import Inside, enter_by, show
from portal.web.forms import Form
from portal.web.surroundings import buyer, means


class Domain(Form):
    """What stands behind the @ of colleagues' addresses."""

    domain = StringField()


class Seating(Form):
    """Who a newcomer is, and what they do."""

    name = StringField()
    title = StringField()
    seats = SelectMultipleField(validate_choice=False)


@dataclass(frozen=True, slots=True)
class WhoMayCome:
    """A plan with its committee and the domains that its leading buyer allowed."""

    frame: FramePage
    domains: tuple[AllowedDomain, ...]

    @property
    def plan(self) -> PlanRow:
        """The plan's own facts."""
        return self.frame.plan

    @property
    def members(self) -> tuple[MemberRow, ...]:
        """Everybody who is or was on the committee."""
        return self.frame.members

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""
        return self.frame.member(member_id)


@blueprint.get("/people")
@room
def people() -> ResponseReturnValue:
    """Show who is on the committee, and from where others may come."""
    return _page(Domain(formdata=None))


@blueprint.post("/people/domains")
@room
def allow_domain() -> ResponseReturnValue:
    """Let people of a domain come by a link of their own."""
    form = Domain()
    if form.attempt(lambda: allow(means(), buyer(), form.domain.data or "")) is None:
        return _page(form), 422
    return redirect(url_for("room.people", said="allowed"), 303)


@blueprint.post("/people/domains/stop")
@room
def stop_domain() -> ResponseReturnValue:
    """Close that way again."""
    disallow(means(), buyer(), Domain().domain.data or "")
    return redirect(url_for("room.people", said="disallowed"), 303)


@blueprint.get("/people/<member>")
@room
def person(member: str) -> ResponseReturnValue:
    """Say what seating somebody, or taking them off the committee, would do."""
    return _person(member, Seating(formdata=None))


@blueprint.post("/people/<member>/seat")
@room
def seat(member: str) -> ResponseReturnValue:
    """Name a newcomer and give them seats."""
    form = Seating()
    seated = form.attempt(lambda: _seat(member, form))
    if seated is None:
        return _person(member, form), 422
    return redirect(url_for("room.people", said="seated"), 303)


@blueprint.post("/people/<member>/leave")
@room
def leave_committee(member: str) -> ResponseReturnValue:
    """Take a colleague off the committee, or oneself."""
    take_off(means(), buyer(), member)
    if member != buyer().member_id:
        return redirect(url_for("room.people", said="left"), 303)
    response = make_response(render_template("public/off_committee.html"))
    cookies.take(response, cookies.ROOM)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _seat(member: str, form: Seating) -> bool:
    seat_colleague(
        means(), buyer(), member,
        name=form.name.data or "", title=form.title.data or "", seats=form.seats.data or (),
    )  # fmt: skip  # one call
    return True


def _page(form: Domain) -> str:
    inside = enter_by(_read)
    page, lead = inside.page, leaders(inside.page.members)
    return show(
        "buyer/people.html",
        inside,
        form=form,
        members=[one for one in page.members if one.left_at is None],
        gone=[one for one in page.members if one.left_at is not None],
        leads=inside.me in lead,
        leader_names=[one.name for one in lead],
    )


def _person(member: str, form: Seating) -> str:
    inside = enter_by(_read)
    found = inside.page.member(member)
    if found is None or found.left_at is not None or not _may_see(inside, found):
        raise NotFound
    return show(
        "buyer/person.html",
        inside,
        form=form,
        person=found,
        is_me=found.id == inside.me.id,
        seats=SEATS,
    )


def _may_see(inside: Inside[WhoMayCome], found: MemberRow) -> bool:
    return found.id == inside.me.id or inside.me in leaders(inside.page.members)


def _read(connection: Any, organisation: str, plan: str) -> WhoMayCome | None:
    found = frame_page(connection, organisation, plan)
    if found is None:
        return None
    return WhoMayCome(found, allowed_domains(connection, organisation, plan))
