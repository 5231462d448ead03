"""Milestones and documents as a member of the committee reads them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue

from portal.domain.document import DOCUMENT_OF, STATEMENT
from portal.domain.sharing import SignedOut
from portal.store.pages.document import DocumentPage, document_page, question_page
from portal.store.pages.rows import DecisionRow, MilestoneRow, RevisionRow
from portal.store.plans import NotFound
from portal.web.access import room
from portal.web.buyer.blueprint import blueprint
from portal.web.buyer.frame import Room, show
from portal.web.cache import cached, read_at
from portal.web.showing import answers, documents
from portal.web.showing.asks import pending_acts
from portal.web.showing.differences import Differences, between
from portal.web.showing.questions import open_acts, withdrawable
from portal.web.surroundings import buyer, means, room_session


@dataclass(frozen=True, slots=True)
class Reading:
    """The room with one document's revisions, read in one snapshot; the first revision first.

    One that is not whole holds what judging an answer takes; no page can be made from it.
    """

    room: Room
    revisions: tuple[RevisionRow, ...]
    is_whole: bool = True

    @property
    def current(self) -> RevisionRow | None:
        """The revision that can be answered now, if there is one."""
        return self.revisions[-1] if self.revisions else None

    def numbered(self, number: int) -> RevisionRow:
        """Return a revision by its number.

        Raises:
            NotFound: if there is none of this number.
        """
        found = next((row for row in self.revisions if row.number == number), None)
        if found is None:
            raise NotFound
        return found

    def milestone(self, code: str) -> MilestoneRow:
        """Return a milestone of this plan.

        Raises:
            NotFound: if it has none of this code.
        """
        found = self.room.page.milestone(code)
        if found is None:
            raise NotFound
        return found


def read(document: str) -> Reading:
    """Read a document with the plan around it, in five statements.

    Raises:
        SignedOut: if this member is no longer on the committee.
    """
    return _reading(partial(document_page, document=document))


def read_milestone(code: str) -> Reading:
    """Read a milestone with the document its answers bind to, which its code names."""
    return read(_document_of(code))


def read_question(code: str) -> Reading:
    """Read as much of a milestone as it takes to judge an answer, in four statements.

    Raises:
        SignedOut: if this member is no longer on the committee.
    """
    found = _reading(partial(question_page, document=_document_of(code), code=code))
    return replace(found, is_whole=False)


def _document_of(code: str) -> str:
    return DOCUMENT_OF.get(code, f"{STATEMENT}:{code}")


def _reading(load: Callable[..., DocumentPage | None]) -> Reading:
    who, using = buyer(), means()
    with using.store.reading(who.organisation_id) as connection:
        found = load(connection, who.organisation_id, who.plan_id)
    me = found.plan.member(who.member_id) if found else None
    if found is None or me is None:
        raise SignedOut
    plan = found.plan.plan
    today = using.clock().astimezone(ZoneInfo(plan.time_zone)).date()
    etag = read_at(plan.ledger_head, plan.counter)
    return Reading(Room(found.plan, me, today, room_session().reads_only, etag), found.revisions)


@blueprint.get("/m/<code>")
@room
@cached
def milestone(code: str) -> ResponseReturnValue:
    """Show one milestone: why, what is asked, by when, who answered and who is missing."""
    reading = read_milestone(code)
    here, found = reading.room, reading.milestone(code)
    return show(
        "buyer/milestone.html",
        here,
        milestone=found,
        document=reading.current if found.document_id else None,
        people=answers.people(here.page, found, here.me.id, here.today),
        history=answers.history(here.page, [found]),
        mine=open_acts(found, here.me.id),
        pending=pending_acts(found, here.me.id),
        withdrawable=withdrawable(here.page, found, here.me.id),
        before=[m for name in found.prerequisites if (m := here.page.milestone(name))],
        news=answers.news(here.page, found, here.me.id, request.args.get("said", "")),
    )


@blueprint.get("/d/<path:document>")
@room
@cached
def document(document: str) -> ResponseReturnValue:
    """Show a revision of a document, what changed, and who answered it."""
    reading = read(document)
    if reading.current is None:
        raise NotFound
    row = reading.numbered(request.args.get("revision", reading.current.number, type=int))
    here = reading.room
    asking = [m for m in here.page.milestones if m.document_id == document]
    return show(
        "buyer/document.html",
        here,
        document=documents.shown(
            row, here.page, here.today, reader=here.me, typed_rate=request.args.get("rate", "")
        ),
        current=reading.current,
        revisions=reading.revisions,
        makers={r.number: documents.made_by(r, here.page) for r in reading.revisions},
        changed=changes(reading, row),
        asking=[(m, answers.people(here.page, m, here.me.id, here.today)) for m in asking],
        acts=[(m.code, act) for m in asking for act in open_acts(m, here.me.id)],
        history=[said for said in answers.history(here.page, asking) if said.hash == row.hash],
        tried=request.args.get("rate", ""),
    )


def changes(reading: Reading, row: RevisionRow) -> Differences | None:
    """Return what changed since the revision this person last answered, else the one before."""
    earlier = [r for r in reading.revisions if r.number < row.number]
    if not earlier:
        return None
    last = last_answered(reading, row)
    return between(last or earlier[-1], row, reading.room.page.members)


def last_answered(reading: Reading, row: RevisionRow) -> RevisionRow | None:
    """Return the newest revision before ``row`` that this person answered."""
    mine: list[DecisionRow] = [
        d
        for d in reading.room.page.decisions
        if d.member_id == reading.room.me.id and d.document_id == row.document_id
    ]
    numbers = {d.revision for d in mine if d.revision and d.revision < row.number}
    return reading.numbered(max(numbers)) if numbers else None
