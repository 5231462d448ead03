"""What keeps a milestone open, sentence by sentence: who is missing, who said what, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.domain.closing import OPEN, Say, Standing
from portal.domain.statement import money
from portal.store.pages.rows import DecisionRow, LineRow, MilestoneRow, PlanPage
from portal.web.showing.counts import listed
from portal.web.wording import ANSWERS, day, plainly, seat


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a milestone, behind a mark."""

    standing: str
    text: str
    label: str = ""


def told(page: PlanPage, milestone: MilestoneRow, today: date, member: str = "") -> Iterable[Told]:
    """Yield what keeps a milestone open, sentence by sentence."""
    if milestone.standing == Standing.NOT_OPEN:
        names = [f"“{_name(page, code)}”" for code in milestone.missing]
        yield Told("not_open", f"Opens after {listed(names)}.")
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        owes = plainly(milestone.seller_provides) or "the words to be answered"
        yield Told("waiting_for_supplier", f"{page.plan.supplier} first gives: {owes}.")
    if found := reported(page, milestone, today, member):
        yield found
    if milestone.standing in OPEN or milestone.standing == Standing.STOPPED:
        yield from _answers(page, milestone, today, member)
        yield from _out_of_reach(milestone)
    for role in milestone.empty_seats:
        yield Told("not_asked", nobody(page, role))


def nobody(page: PlanPage, role: str) -> str:
    """Return the sentence for a seat without a holder."""
    return f"Nobody at {page.plan.buyer} holds the seat “{seat(role)}” yet."


def local(page: PlanPage, moment: datetime) -> date:
    """Return the day a moment fell on where the buyer works."""
    return moment.astimezone(ZoneInfo(page.plan.time_zone)).date()


def open_since(page: PlanPage, milestone: MilestoneRow) -> date | None:
    """Return the day from which people could answer: everything before it closed, words there."""
    document = page.documents.get(milestone.document_id or "")
    before = [page.milestone(code) for code in milestone.prerequisites]
    moments = [datetime.fromisoformat(m.closed_at) for m in before if m and m.closed_at]
    moments += [m for m in (page.plan.shared_at, document and document.made_at) if m]
    return local(page, max(moments)) if moments else None


def _answers(page: PlanPage, milestone: MilestoneRow, today: date, member: str) -> Iterable[Told]:
    since = day(open_since(page, milestone), today)
    for line in _one_a_person(milestone.lines):
        who = page.member(line.member)
        name = "You" if line.member == member else (who.name if who else "Somebody")
        decision = page.decision(line.seq)
        if line.say == Say.ASKED:
            have = "have" if name == "You" else "has"
            yield Told("asked", f"{name} {have} not answered yet, asked since {since}.")
        elif decision is not None:
            yield _said(page, line, name, decision, today)


def _one_a_person(lines: Iterable[LineRow]) -> Iterable[LineRow]:
    """Yield one line for each person and act: two roles are still one person.

    Of the acts that somebody still owes one line tells enough.
    """
    seen: dict[tuple[str, str], LineRow] = {}
    for line in lines:
        seen.setdefault((line.member, "" if line.say == Say.ASKED else line.act), line)
    return seen.values()


def _said(page: PlanPage, line: LineRow, name: str, decision: DecisionRow, today: date) -> Told:
    on = day(local(page, decision.at), today)
    words = ANSWERS.get(decision.answer, decision.answer)
    if line.say == Say.OUTDATED:
        text = f"{name} {words} on {on}, before something changed, and is asked again."
        return Told("outdated", text)
    if line.say == Say.RECOMMENDED:
        amount = _amount(page, decision)
        return Told(
            "recommended",
            f"{name} recommended it on {on}: {amount} is above the approval limit stated."
            " Somebody who may approve it is asked.",
        )
    reason = str(decision.words.get("reason") or "")
    quoted = f": “{reason}”" if reason else ""
    return Told(decision.answer, f"{name} {words}, {on}{quoted}.".replace("”.", "”"))


def _amount(page: PlanPage, decision: DecisionRow) -> str:
    document = page.documents.get(decision.document_id or "")
    if document is None or document.amount is None:
        return "the amount"
    return money(document.amount, document.currency)


def _out_of_reach(milestone: MilestoneRow) -> Iterable[Told]:
    for role in milestone.out_of_reach:
        yield Told(
            "declined",
            f"As people have answered, the yes needed from “{seat(role)}” can no longer be reached:"
            " somebody has to change their answer, or somebody else has to take the seat.",
            "can no longer be met",
        )


def reported(page: PlanPage, milestone: MilestoneRow, today: date, member: str = "") -> Told | None:
    """Return the seller's word that the buyer said yes elsewhere, for what it is, or None."""
    if milestone.reported_at is None or milestone.standing == Standing.CLOSED:
        return None
    reports = [
        x for x in page.decisions if x.milestone_code == milestone.code and x.account_id is not None
    ]
    whose = "your" if milestone.lines_of(member) else f"{page.plan.buyer}’s"
    words = str(reports[-1].words.get("reason") or "") if reports else ""
    on = day(local(page, datetime.fromisoformat(milestone.reported_at)), today)
    said = f" (“{words}”)" if words else ""
    return Told(
        "reported",
        f"Reported by {_reporter(page, reports)} on {on}{said}, waiting for {whose} answer; it"
        " counts for nothing until then.",
    )


def _reporter(page: PlanPage, reports: list[DecisionRow]) -> str:
    owns = bool(reports) and reports[-1].account_id == page.plan.owner_id
    return page.plan.owner if owns else page.plan.supplier


def _name(page: PlanPage, code: str) -> str:
    found = page.milestone(code)
    return found.name if found else code
