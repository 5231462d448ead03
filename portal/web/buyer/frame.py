"""What every page of the room stands in: the plan read in one snapshot, who reads it, which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from flask import render_template, request

from portal.domain.sharing import SignedOut
from portal.store.pages.plan import plan_page
from portal.store.pages.rows import MemberRow, PlanPage, PlanRow
from portal.web.cache import read_at
from portal.web.surroundings import buyer, means, room_session
from portal.web.wording import ANSWERS

# What a redirect says in its address after something was recorded, and how the page says it.
SAID = {
    **{
        word: f"You {words}. A copy is in your mail."
        for word, words in ANSWERS.items()
        if word != "reported"  # no answer: it is what a seller says
    },
    "withdrawn": "You withdrew your answer. It stays on record as withdrawn.",
    "introduced": "Your title and approval limit are on record as you stated them.",
    "visits": "It has ended. This visit goes on.",
    "vouched": "This browser is yours. You can answer from here now.",
    "allowed": "Whoever has a mailbox there may ask for a link of their own.",
    "disallowed": "Nobody comes from there unasked any more. Who came by it stays.",
    "seated": "They have a name and a seat, and are asked from now on.",
    "left": "They are off the committee. What they answered stays.",
    "code": "A code is on its way to your mail. It works for 10 minutes.",
}


class Around(Protocol):
    """What is read for a page: the plan, and more of it as the page needs."""

    @property
    def plan(self) -> PlanRow:
        """The plan's own facts."""

    def member(self, member_id: str | None) -> MemberRow | None:
        """Return a member by id."""


Page = TypeVar("Page", bound=Around)


@dataclass(frozen=True, slots=True)
class Inside(Generic[Page]):
    """A plan as one of its members reads it; ``today`` is the day where the buyer works."""

    page: Page
    me: MemberRow
    today: date
    reads_only: bool
    etag: str


@dataclass(frozen=True, slots=True)
class Room(Inside[PlanPage]):
    """The whole plan as one of its members reads it."""


def enter() -> Room:
    """Read the whole plan in one snapshot, in five statements.

    Raises:
        SignedOut: if this member is no longer on the committee.
    """
    found = enter_by(plan_page)
    return Room(found.page, found.me, found.today, found.reads_only, found.etag)


def enter_by(read: Callable[..., Page | None]) -> Inside[Page]:
    """Read what a page needs in one snapshot: ``read(connection, organisation, plan)``.

    Raises:
        SignedOut: if this member is no longer on the committee.
    """
    who, using = buyer(), means()
    with using.store.reading(who.organisation_id) as connection:
        page = read(connection, who.organisation_id, who.plan_id)
    me = page.member(who.member_id) if page else None
    if page is None or me is None or me.left_at is not None:
        raise SignedOut
    return Inside(
        page=page,
        me=me,
        today=using.clock().astimezone(ZoneInfo(page.plan.time_zone)).date(),
        reads_only=room_session().reads_only,
        etag=read_at(page.plan.ledger_head, page.plan.counter),
    )


def show(template: str, room: Inside[Any], **values: Any) -> str:
    """Render a page of the room; templates extend ``buyer/frame.html``."""
    return render_template(
        template,
        room=room,
        page=room.page,
        plan=room.page.plan,
        me=room.me,
        today=room.today,
        zone=room.page.plan.time_zone,
        said_text=SAID.get(request.args.get("said", ""), ""),
        here=request.path,
        **values,
    )
