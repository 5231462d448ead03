"""The committee on the desk: who holds which seat, how each can come in, adding a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, SelectMultipleField, StringField

from portal.actions import invite, share
from portal.domain.closing import Standing
from portal.domain.committee import SEATS
from portal.store.pages.committee import LinkRow
from portal.store.pages.rows import MemberRow, PlanPage
from portal.store.plans import NotFound
from portal.web.access import desk
from portal.web.forms import Form
from portal.web.seller.blueprint import blueprint
from portal.web.seller.reading import links_of, plan_of, today_of
from portal.web.showing.telling import local
from portal.web.surroundings import means, seller
from portal.web.wording import day

BEHIND = frozenset({Standing.CLOSED, Standing.NOT_NEEDED, Standing.STOPPED})


class AddPerson(Form):
    """A person of the buyer's side; the rules say what is wrong with an address or a seat."""

    name = StringField()
    email = EmailField()
    title = StringField()
    site = StringField()
    seats = SelectMultipleField(validate_choice=False)


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """A seat that milestones ask and nobody holds; ``first`` is the earliest of them."""

    role: str
    asked_at: int
    first: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member with what is known of how they come in; never a link itself."""

    member: MemberRow
    link: str
    tone: str


@blueprint.get("/plans/<plan>/committee")
@desk
def committee(plan: str) -> ResponseReturnValue:
    """Show which seats are still empty, then who is on the committee."""
    form = AddPerson(formdata=None)
    form.seats.data = [role for role in request.args.getlist("seat") if role in SEATS]
    return _page(plan_of(plan), form)


@blueprint.post("/plans/<plan>/committee")
@desk
def add_member(plan: str) -> ResponseReturnValue:
    """Name a person; their link is mailed when the plan is shared."""
    seller().require_writing()
    page, form = plan_of(plan), AddPerson()
    added = form.attempt(
        lambda: invite.add_member(
            means(), seller(), plan, name=form.name.data or "", email=form.email.data or "",
            title=form.title.data or "", seats=form.seats.data or (), site=form.site.data or "",
        )
    )  # fmt: skip  # one call
    if added is None:
        return _page(page, form), 422
    return redirect(url_for("desk.committee", plan=plan, said="added"), 303)


@blueprint.get("/plans/<plan>/committee/<member>/link")
@desk
def link(plan: str, member: str) -> ResponseReturnValue:
    """Say what mailing a new link, or revoking it, would do."""
    seller().require_writing()
    page = plan_of(plan)
    found = page.member(member)
    if found is None:
        raise NotFound
    person = person_of(page, found, links_of(page).get(member), means().clock())
    return render_template("seller/committee_link.html", plan=page.plan, person=person)


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


def empty_seats(page: PlanPage) -> Iterator[EmptySeat]:
    """Yield the seats that milestones to come ask and nobody holds, the most asked first."""
    held = {seat for member in page.members for seat in member.seats}
    asked: dict[str, list[str]] = {}
    for milestone in page.milestones:
        if milestone.standing not in BEHIND:
            for role in (one["role"] for one in milestone.who):
                if role in SEATS and role not in held:
                    asked.setdefault(role, []).append(milestone.name)
    for role, names in sorted(asked.items(), key=lambda pair: -len(pair[1])):
        yield EmptySeat(role, len(names), names[0])


def person_of(page: PlanPage, member: MemberRow, row: LinkRow | None, now: datetime) -> Person:
    """Return a member with the state of their newest link, in words."""
    if row is None:
        return Person(member, "No link yet; sharing mails it", "")
    today = local(page, now)
    if row.revoked_at is not None:
        return Person(member, f"Revoked on {day(local(page, row.revoked_at), today)}", "late")
    until = day(local(page, row.expires_at), today)
    if not row.opens(now):
        return Person(member, f"Expired on {until}", "late")
    return Person(
        member, f"Mailed on {day(local(page, row.created_at), today)}, opens until {until}", ""
    )


def _page(page: PlanPage, form: AddPerson) -> str:
    links, now = links_of(page), means().clock()
    return render_template(
        "seller/committee.html",
        plan=page.plan,
        today=today_of(page),
        form=form,
        empty=tuple(empty_seats(page)),
        people=[person_of(page, one, links.get(one.id), now) for one in page.members],
        newcomers=[one.name for one in page.members if one.id not in links],
        seats=SEATS,
    )
