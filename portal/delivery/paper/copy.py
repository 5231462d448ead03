"""A copy of a plan at one head: its page, its whole ledger, and the moment of its last entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.delivery.paper import words
from portal.delivery.paper._page import Decision, Milestone, Page, Revision
from portal.domain.acts import ALL_YES
from portal.domain.calendar import BusinessCalendar
from portal.domain.checkpoint import Proof
from portal.domain.closing import Say, Standing
from portal.domain.ledger import Entry


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands beside the page so that a copy proves itself: see ``paper.evidence``.

    ``revisions`` are all revisions of all documents; ``salts`` maps an answer's entry number to the
    salt of the commitment to its words, ``people`` a member to the salt kept with them. ``proof``
    is of the last head that a checkpoint covers.
    """

    entries: Sequence[Entry]
    revisions: Sequence[Revision]
    salts: Mapping[int, str]
    people: Mapping[str, str] = field(default_factory=dict)
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One plan to be put on paper; the date on it is its last entry's, never the clock's."""

    page: Page
    evidence: Evidence
    calendar: BusinessCalendar
    base_url: str

    @property
    def at(self) -> datetime:
        """The moment of the last entry, in the plan's time zone."""
        last: str = self.evidence.entries[-1].body["at"]
        return datetime.fromisoformat(last).astimezone(ZoneInfo(self.page.plan.time_zone))

    @property
    def today(self) -> date:
        """The day of the last entry where the plan's people work."""
        return self.at.date()

    def moment(self, at: datetime) -> str:
        """Return 20 Nov 2026, 11:05:42 CET in the plan's time zone."""
        local = at.astimezone(ZoneInfo(self.page.plan.time_zone))
        return f"{words.day(local.date())}, {local:%H:%M:%S} {local.tzname()}"

    def local_day(self, at: str | datetime) -> str:
        """Return the day of a moment in the plan's time zone."""
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        return words.day(moment.astimezone(ZoneInfo(self.page.plan.time_zone)).date())

    def erased(self, member: str | None) -> str:
        """Return the day on which a member was erased, or nothing."""
        at = next((m.erased_at for m in self.page.members if m.id == member), None)
        return self.local_day(at) if at else ""

    def name(self, member: str | None) -> str:
        """Return a member's name; somebody the page does not know is a former member."""
        return next((m.name for m in self.page.members if m.id == member), "a former member")

    def milestone(self, code: str) -> Milestone | None:
        """Return a milestone by code."""
        return next((m for m in self.page.milestones if m.code == code), None)

    def milestone_name(self, code: str) -> str:
        """Return a milestone's name, or its code where the plan no longer has it."""
        found = self.milestone(code)
        return found.name if found else code

    def answers(self) -> list[Decision]:
        """Return every answer of a buyer, in the ledger's order; reports are no answers."""
        return [one for one in self.page.decisions if one.member_id is not None]

    def standing_answers(self) -> list[Decision]:
        """Return each person's latest answer to each act of each milestone."""
        latest = {(one.milestone_code, one.act, one.member_id): one for one in self.answers()}
        return sorted(latest.values(), key=lambda one: one.seq)

    def is_outdated(self, answer: Decision) -> bool:
        """Tell whether an answer was given to a revision that is no longer the current one."""
        current = self.page.documents.get(answer.document_id or "")
        found = self.milestone(answer.milestone_code)
        if current is None or found is None or current.hash == answer.hash:
            return False
        return any(
            line.seq == answer.seq and line.say == Say.OUTDATED for line in found.lines
        ) or not any(line.seq == answer.seq for line in found.lines)

    def closed(self) -> list[Milestone]:
        """Return the milestones that are closed."""
        return [one for one in self.page.milestones if one.standing == Standing.CLOSED]

    def waits_for(self, milestone: Milestone) -> list[str]:
        """Return the names of those whose yes is still missing at a milestone, each once."""
        ids = dict.fromkeys(
            line.member for line in milestone.lines if line.say in (Say.ASKED, Say.OUTDATED)
        )
        return [self.name(member) for member in ids]

    def agreed_by(self, milestone: Milestone) -> list[str]:
        """Return the names of those who said yes at a milestone, each once."""
        said = (
            one
            for one in self.standing_answers()
            if one.milestone_code == milestone.code and one.answer in ALL_YES
        )
        return list(dict.fromkeys(self.name(one.member_id) for one in said))

    def document_status(self, document: str) -> str:
        """Return, in a sentence, which revision this is and whether the buyer has agreed to it."""
        revision = self.page.documents[document]
        what = f"{revision.title}, revision {revision.number} of {self.local_day(revision.made_at)}"
        found = next((m for m in self.page.milestones if m.document_id == document), None)
        if found is None:
            return f"{what}. No milestone asks about it."
        if found.standing == Standing.CLOSED:
            on = self.local_day(found.closed_at or self.at)
            return f"{what}. Agreed on {on} by {words.listed(self.agreed_by(found))}."
        missing = self.waits_for(found)
        has = "has" if len(missing) == 1 else "have"
        still = f"; {words.listed(missing)} {has} not answered it" if missing else ""
        return f"{what}. Not agreed yet: {words.MARKS[found.standing][1]}{still}."
