"""The people of a plan on both sides, the seats nobody holds, and who still has to answer what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.domain.acts import WITH_CONDITIONS
from portal.domain.closing import OPEN, Say, Standing
from portal.domain.document import MUTUAL_PLAN
from portal.store.pages.rows import DecisionRow, MilestoneRow, PlanPage, RevisionRow
from portal.web.showing.asks import first_names, is_late, pending_acts, still_needed
from portal.web.showing.counts import listed
from portal.web.showing.telling import local, nobody
from portal.web.wording import initials, seat


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody of either side; ``state`` is "ball" while something waits for them."""

    initials: str
    name: str
    about: str
    side: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document's current revision and how its answers stand; ``tone`` is a badge's."""

    id: str
    title: str
    number: int
    hash: str
    made_on: date
    answers: str
    badge: str
    tone: str


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition somebody attached to a yes: a task with an owner and a date."""

    text: str
    owner: str
    due: date
    late: bool
    set_by: str
    milestone: str


@dataclass(frozen=True, slots=True)
class Ball:
    """Who holds what at this moment: you, the supplier, your colleagues."""

    initials: str
    side: str
    state: str
    label: str
    text: str


def committee(page: PlanPage, reader: str = "") -> tuple[PersonShown, ...]:
    """Return the buyer's side, each with title and seats."""
    return tuple(
        PersonShown(
            member.initials,
            member.name,
            " · ".join(
                part
                for part in (
                    member.title, listed([seat(s) for s in member.seats]),
                    member.site, "you" if member.id == reader else "",
                ) if part
            ),
            "buyer",
            "ball" if is_asked(page, member.id) else "",
        )
        for member in page.present
    )  # fmt: skip  # the parts read across


def supplier(page: PlanPage) -> PersonShown:
    """Return the seller who leads the plan."""
    waits = any(m.standing == Standing.WAITING_FOR_SUPPLIER for m in page.milestones)
    return PersonShown(
        initials(page.plan.owner), page.plan.owner, page.plan.owner_title, "seller",
        "ball" if waits else "",
    )  # fmt: skip  # one value


def empty_seats(page: PlanPage) -> tuple[str, ...]:
    """Return a sentence for each seat that is asked for something and that nobody holds."""
    asked: dict[str, list[str]] = {}
    for milestone in page.milestones:
        if milestone.standing not in {Standing.CLOSED, Standing.NOT_NEEDED, Standing.STOPPED}:
            for role in milestone.empty_seats:
                asked.setdefault(role, []).append(f"“{milestone.name}”")
    return tuple(
        f"{nobody(page, role)} It is asked at {listed(names)}." for role, names in asked.items()
    )


def is_asked(page: PlanPage, member: str) -> bool:
    """Tell whether anything waits for this member now."""
    return any(pending_acts(milestone, member) for milestone in page.milestones)


def documents(page: PlanPage, reader: str = "") -> tuple[DocumentShown, ...]:
    """Return every document that people answer, the ones with open answers first."""
    found = [
        _document(page, milestone, revision, reader)
        for milestone in page.milestones
        if (revision := page.documents.get(milestone.document_id or ""))
    ]
    order = {"act": 0, "late": 1, "": 1, "cond": 2, "closed": 3}
    return tuple(sorted(found, key=lambda one: order[one.tone]))


def conditions(page: PlanPage, today: date) -> tuple[ConditionShown, ...]:
    """Return the conditions of every yes that stands, the earliest due first."""
    standing = {
        x.seq for m in page.milestones for x in m.lines if x.say in (Say.YES, Say.RECOMMENDED)
    }
    given = (x for x in page.decisions if x.seq in standing and x.answer in WITH_CONDITIONS)
    found = [one for decision in given for one in _conditions(page, decision, today)]
    return tuple(sorted(found, key=lambda one: one.due))


def balls(page: PlanPage, reader: str, asks: int, today: date) -> tuple[Ball, ...]:
    """Return whose move it is, from a member's own point of view."""
    me = page.member(reader)
    noun = "answer" if asks == 1 else "answers"
    yours = Ball(
        me.initials if me else "", "buyer", "ball" if asks else "", "With you:",
        f"{asks} {noun}" if asks else "nothing",
    )  # fmt: skip  # one value
    return (yours, _theirs(page, today), _colleagues(page, reader, today))


def _document(
    page: PlanPage, milestone: MilestoneRow, revision: RevisionRow, reader: str
) -> DocumentShown:
    people = list(dict.fromkeys(line.member for line in milestone.lines))
    waits = [line.member for line in still_needed(milestone)]
    answers = f"{len(people) - len(waits)} of {len(people)} answered"
    badge, tone = _badge(page, milestone, waits, reader)
    return DocumentShown(
        revision.document_id, _title(revision), revision.number, revision.hash,
        local(page, revision.made_at), answers if people else "nobody is asked yet", badge, tone,
    )  # fmt: skip  # one value


def _badge(
    page: PlanPage, milestone: MilestoneRow, waits: list[str], reader: str
) -> tuple[str, str]:
    if milestone.standing == Standing.CLOSED:
        return "Closed", "closed"
    if milestone.standing not in OPEN:
        return "Not open yet", ""
    if pending_acts(milestone, reader):
        return "With you", "act"
    if waits:
        return f"With {first_names(page, waits)}", ""
    return f"With {page.plan.supplier}", ""


def _title(revision: RevisionRow) -> str:
    return "The plan itself" if revision.document_id == MUTUAL_PLAN else revision.title


def _conditions(page: PlanPage, decision: DecisionRow, today: date) -> Iterable[ConditionShown]:
    by, milestone = page.member(decision.member_id), page.milestone(decision.milestone_code)
    for one in decision.words.get("conditions") or ():
        due = date.fromisoformat(one["due"])
        yield ConditionShown(
            one["text"], one["owner"], due, is_late(due, today),
            by.name if by else "", milestone.name if milestone else "",
        )  # fmt: skip  # one value


def _theirs(page: PlanPage, today: date) -> Ball:
    owed = [m for m in page.milestones if m.standing == Standing.WAITING_FOR_SUPPLIER]
    owed += [m for m in page.milestones if m.standing == Standing.IN_DISCUSSION]
    text = "nothing"
    if owed:
        first = min(owed, key=lambda m: m.due_on or date.max)
        more = f", and {len(owed) - 1} more" if len(owed) > 1 else ""
        late = ", late" if is_late(first.due_on, today) else ""
        text = f"“{first.name}”{late}{more}"
    state = "ball" if owed else ""
    return Ball(initials(page.plan.owner), "seller", state, f"With {page.plan.supplier}:", text)


def _colleagues(page: PlanPage, reader: str, today: date) -> Ball:
    asked = [m for m in page.present if m.id != reader and is_asked(page, m.id)]
    late = [
        m.id
        for m in asked
        if any(is_late(x.due_on, today) and pending_acts(x, m.id) for x in page.milestones)
    ]
    text = "nothing"
    if asked:
        names = first_names(page, [m.id for m in asked])
        text = f"{names}, {'late: ' + first_names(page, late) if late else 'none late'}"
    shown = asked[0].initials if asked else "·"
    return Ball(shown, "buyer", "ball" if asked else "", "With your colleagues:", text)
