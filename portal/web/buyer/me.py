"""What is recorded about me: everything the seller can see about a person, complete."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from portal.actions.introduce import introduce_self
from portal.store.pages.record import RecordPage, answers_of, record_page
from portal.store.pages.rows import DecisionRow, MemberRow, PlanRow
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import enter_by, show
from portal.web.cache import cached
from portal.web.forms import AmountField, Form, required
from portal.web.showing import entries
from portal.web.surroundings import buyer, means


class Introduction(Form):
    """What somebody states about themselves."""

    title = StringField("Your title", [required("State your title, as it stands on your card.")])
    limit = AmountField("What you may approve")


@dataclass(frozen=True, slots=True)
class MyRecord:
    """A person's page: the record of the plan, and every answer they gave."""

    record: RecordPage
    answers: tuple[DecisionRow, ...]

    @property
    def plan(self) -> PlanRow:
        """The plan's own facts."""
        return self.record.plan

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""
        return self.record.member(member_id)


@blueprint.get("/me")
@room
@cached
def me() -> ResponseReturnValue:
    """Show everything that is recorded about this person."""
    return _page(None)


@blueprint.post("/me")
@room
def introduce() -> ResponseReturnValue:
    """Take title and approval limit as this person states them."""
    form = Introduction()
    stated = form.attempt(
        lambda: introduce_self(means(), buyer(), form.title.data or "", form.limit.amount)
    )
    if stated is None:
        return _page(form), 422
    return redirect(url_for("room.me", said="introduced"), 303)


def _page(form: Introduction | None) -> str:
    inside = enter_by(_read)
    who, page = inside.me, inside.page
    limit = "" if who.limit_amount is None else f"{who.limit_amount:,f}"
    return show(
        "buyer/me.html",
        inside,
        form=form or Introduction(formdata=None, data={"title": who.title, "limit": limit}),
        entries=entries.about(page.record, who.id),
        answers=page.answers,
        record=page.record,
    )


def _read(connection: Any, organisation: str, plan: str) -> MyRecord | None:
    found = record_page(connection, organisation, plan)
    if found is None:
        return None
    return MyRecord(found, answers_of(connection, organisation, plan, buyer().member_id))
