"""What waits for the supplier in a plan, the most useful thing first; the first is the news."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.domain.closing import OPEN, Say, Standing
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, MUTUAL_PLAN, OUTCOMES
from portal.domain.statement import money
from portal.store.pages.committee import LinkRow
from portal.store.pages.rows import DecisionRow, LineRow, MemberRow, MilestoneRow, PlanPage
from portal.web.showing.counts import counted, listed
from portal.web.showing.layout import in_working_days
from portal.web.wording import ANSWERS, seat

DESKS = {
    OUTCOMES: "desk.outcomes",
    COST_BENEFIT: "desk.cost_benefit",
    IMPLEMENTATION_PLAN: "desk.implementation",
    MUTUAL_PLAN: "desk.sharing",
}
NAMES = {
    OUTCOMES: "the business outcomes",
    COST_BENEFIT: "the cost–benefit case",
    IMPLEMENTATION_PLAN: "the implementation plan",
}


@dataclass(frozen=True, slots=True)
class NextAct:
    """Something the supplier can do: the act as a heading, why, and the page it is done on."""

    heading: str
    why: str
    button: str
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)
    due_on: date | None = None


def next_acts(page: PlanPage, links: Mapping[str, LinkRow]) -> tuple[NextAct, ...]:
    """Return everything that waits for the supplier, in the order to do it in."""
    if page.plan.shared_at is None:
        return tuple(_before_sharing(page))
    acts = (*_objections(page), *_to_write(page), *_newcomers(page, links), *_to_seat(page))
    return tuple({act.heading: act for act in acts}.values())


def where_written(milestone: MilestoneRow) -> tuple[str, dict[str, str]]:
    """Return the page a milestone's words are written on, as an endpoint with its values."""
    endpoint = DESKS.get(milestone.document_id or "")
    return (endpoint, {}) if endpoint else ("desk.milestone", {"code": milestone.code})


def reason_of(decision: DecisionRow | None) -> str:
    """Return the words somebody gave with an answer."""
    return str(decision.words.get("reason") or "") if decision else ""


def decision_at(page: PlanPage, line: LineRow) -> DecisionRow | None:
    """Return what was said with a line's answer."""
    return next((one for one in page.decisions if one.seq == line.seq), None)


def _before_sharing(page: PlanPage) -> Iterator[NextAct]:
    buyer, people = page.plan.buyer, page.present
    if not people:
        yield NextAct(
            f"Name the people at {buyer}",
            "A plan is shared with people. Whoever decides on the money comes first.",
            "Add a person", "desk.committee",
        )  # fmt: skip  # one value
    if OUTCOMES not in page.documents:
        yield NextAct(
            "Write the outcomes in the buyer’s words",
            f"They are the first thing {buyer} confirms; without them there is nothing to answer.",
            "Write the outcomes", "desk.outcomes",
        )  # fmt: skip  # one value
    if people:
        yield _share([member.name for member in people])
    yield from (act for act in _to_write(page) if act.endpoint != "desk.outcomes")
    yield from _to_seat(page)


def _share(names: list[str]) -> NextAct:
    whom = listed(names) if len(names) < 4 else counted(len(names), "person", "people")
    why = "Each gets a mail with a personal link. Opening it confirms nothing."
    return NextAct(f"Share the plan with {whom}", why, "Read what will happen", "desk.sharing")


def _newcomers(page: PlanPage, links: Mapping[str, LinkRow]) -> Iterator[NextAct]:
    names = [member.name for member in page.present if member.id not in links]
    if names:
        yield _share(names)


def _objections(page: PlanPage) -> Iterator[NextAct]:
    for milestone in _by_due(page):
        if milestone.standing != Standing.IN_DISCUSSION:
            continue
        for line in milestone.lines:
            member = page.member(line.member)
            if line.say == Say.OBJECTED and member:
                yield _answer_them(page, milestone, line, member)


def _answer_them(
    page: PlanPage, milestone: MilestoneRow, line: LineRow, member: MemberRow
) -> NextAct:
    endpoint, values = where_written(milestone)
    said = ANSWERS.get(line.answer or "", "answered")
    reason = reason_of(decision_at(page, line))
    return NextAct(
        f"Answer {member.name}, who {said}: “{milestone.name}”",
        f"“{reason}”" if reason else "No reason was given.",
        "Write a new revision", endpoint, values, milestone.due_on,
    )  # fmt: skip  # one value


def _to_write(page: PlanPage) -> Iterator[NextAct]:
    for milestone in _by_due(page):
        if milestone.standing != Standing.WAITING_FOR_SUPPLIER:
            continue
        endpoint, values = where_written(milestone)
        if milestone.document_id == MUTUAL_PLAN:
            continue  # sharing offers it
        what = NAMES.get(milestone.document_id or "") or f"the words of “{milestone.name}”"
        owed = in_working_days(milestone.seller_provides.rstrip("."))
        unwritten = f"Until it is written, nobody can answer “{milestone.name}”."
        yield NextAct(
            f"Write {what}",
            f"First give: {owed}." if owed else unwritten,
            "Write it", endpoint, values, milestone.due_on,
        )  # fmt: skip  # one value


def _to_seat(page: PlanPage) -> Iterator[NextAct]:
    for milestone in _by_due(page):
        if milestone.standing not in {*OPEN, Standing.WAITING_FOR_SUPPLIER}:
            continue
        document = page.documents.get(milestone.document_id or "")
        above = [line for line in milestone.lines if line.say == Say.RECOMMENDED]
        if above and document and document.amount is not None and not _may_yet(page, milestone):
            yield NextAct(
                f"Ask who may approve {money(document.amount, document.currency)}",
                f"{_names(page, above)} said yes above the stated limit: a recommendation."
                f" “{milestone.name}” closes when somebody with the authority approves.",
                "Add that person", "desk.committee", {}, milestone.due_on,
            )  # fmt: skip  # one value
        for role in milestone.empty_seats:
            yield NextAct(
                f"Find out who {_does(role)} at {page.plan.buyer}",
                f"“{milestone.name}” asks that seat, and nobody holds it.",
                "Add a person", "desk.committee", {"seat": role}, milestone.due_on,
            )  # fmt: skip  # one value


def _may_yet(page: PlanPage, milestone: MilestoneRow) -> bool:
    """Tell whether somebody who stated enough authority is asked already, and has yet to answer."""
    document = page.documents.get(milestone.document_id or "")
    asked = [page.member(line.member) for line in milestone.lines if line.say == Say.ASKED]
    return document is not None and any(
        member.limit_amount >= (document.amount or 0)
        for member in asked
        if member and member.limit_amount and member.limit_currency == document.currency
    )


def _does(role: str) -> str:
    words = seat(role)
    verbs = {"decides", "leads", "judges", "signs", "owns", "is"}
    return words if words.split()[0] in verbs else f"speaks for {words}"


def _names(page: PlanPage, lines: list[LineRow]) -> str:
    found = [page.member(line.member) for line in lines]
    return listed(list(dict.fromkeys(member.name for member in found if member)))


def _by_due(page: PlanPage) -> list[MilestoneRow]:
    return sorted(page.milestones, key=lambda one: (one.due_on or date.max, one.position))
