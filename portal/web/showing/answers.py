"""Who answered a milestone, who is missing, and the history of what was said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.closing import OPEN, Say, Standing
from portal.domain.statement import money
from portal.store.pages.rows import DecisionRow, LineRow, MilestoneRow, PlanPage
from portal.web.showing.asks import first_names, pending_acts, still_needed
from portal.web.showing.counts import listed
from portal.web.wording import ACTS, ANSWERS, day, initials, long_day, moment, seat

# How much somebody's say still asks of them: where one person has several roles, the most counts.
WEIGHT = (Say.OUTDATED, Say.ASKED, Say.OBJECTED, Say.RECOMMENDED, Say.YES)
OPENED = OPEN | {Standing.WAITING_FOR_SUPPLIER}
LOST = (
    "As answered so far, the yes needed from “{seat}” cannot be reached: somebody with the"
    " authority has to give it, or somebody has to change their answer."
)
EXTRA_VALUES = {
    "attendees": "Who came, from both sides",
    "commitments": "What was agreed, and who does what by when",
}


@dataclass(frozen=True, slots=True)
class Told:
    """How one person stands to one act, in words, with the mark that goes with them."""

    standing: str
    text: str
    member: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the past with everything that was said with it."""

    seq: int
    who: str
    title: str
    initials: str
    side: str
    answer: str
    words: str
    when: str
    iso: str
    statement: str
    name: str
    reason: str
    until: str
    note: str
    gone: str
    conditions: tuple[Mapping[str, str], ...]
    values: tuple[tuple[str, str], ...]
    revision: int | None
    hash: str
    document: str
    limit: str
    recommendation: bool


def people(page: PlanPage, milestone: MilestoneRow, reader: str, today: date) -> tuple[Told, ...]:
    """Return everybody this milestone asks, the reader last, then what nobody can answer."""
    merged: dict[tuple[str, str], LineRow] = {}
    for line in milestone.lines:
        key = (line.member, line.act)
        other = merged.get(key)
        if other is None or WEIGHT.index(Say(line.say)) < WEIGHT.index(Say(other.say)):
            merged[key] = line
    told = [_told(page, milestone, line, reader, today) for line in merged.values()]
    seats = [Told("not_asked", f"Nobody holds this seat yet: {seat(role)}.")
             for role in milestone.empty_seats]  # fmt: skip  # one line each
    lost = [Told("recommended", LOST.format(seat=seat(role)))
            for role in milestone.out_of_reach]  # fmt: skip  # one line each
    return (*sorted(told, key=lambda one: one.mine), *seats, *lost)


def _told(page: PlanPage, milestone: MilestoneRow, line: LineRow, reader: str, today: date) -> Told:
    mine = line.member == reader
    member = page.member(line.member)
    who = "You" if mine else member.name if member else "Somebody no longer here"
    given = next((d for d in page.decisions if d.seq == line.seq), None)
    when = f", {_day(given, page.plan.time_zone, today)}" if given else ""
    standing, text = _said(line, who, when, mine, milestone, today)
    return Told(standing, text, line.member, mine)


def _said(
    line: LineRow, who: str, when: str, mine: bool, milestone: MilestoneRow, today: date
) -> tuple[str, str]:
    words = ANSWERS.get(line.answer or "", "")
    if line.say == Say.ASKED and milestone.standing == Standing.NOT_OPEN:
        return "not_asked", f"{who} will be asked to {ACTS.get(line.act, line.act)}"
    if line.say == Say.ASKED and milestone.standing == Standing.CLOSED:
        was = "were" if mine else "was"
        return "not_asked", f"{who} {was} asked too; it closed without that answer"
    if line.say == Say.ASKED and mine:
        by = f" by {long_day(milestone.due_on, today)}" if milestone.due_on else ""
        return "you", f"You are asked to {ACTS.get(line.act, line.act)}{by}"
    if line.say == Say.ASKED:
        return "asked", f"{who} is asked to {ACTS.get(line.act, line.act)}, and has not answered"
    if line.say == Say.OUTDATED and milestone.standing == Standing.CLOSED:
        return "outdated", f"{who} {words}{when}, before it changed"
    if line.say == Say.OUTDATED:
        are = "are" if mine else "is"
        return "outdated", f"{who} {words} before it changed{when}, and {are} asked again"
    if line.say == Say.RECOMMENDED:
        return "recommended", f"{who} recommended it{when}: the amount is above the limit stated"
    return line.answer or "yes", f"{who} {words}{when}"


def _day(given: DecisionRow, zone: str, today: date) -> str:
    return day(given.at.astimezone(ZoneInfo(zone)).date(), today)


def history(page: PlanPage, milestones: Sequence[MilestoneRow]) -> tuple[Said, ...]:
    """Return every answer and report at these milestones, the newest first."""
    codes = {milestone.code: milestone for milestone in milestones}
    found = [d for d in page.decisions if d.milestone_code in codes]
    return tuple(said(page, codes[d.milestone_code], d) for d in reversed(found))


def said(page: PlanPage, milestone: MilestoneRow, given: DecisionRow) -> Said:
    """Return one answer with everything said with it."""
    member, words = page.member(given.member_id), given.words
    who = member.name if member else page.plan.supplier
    shown = page.documents.get(given.document_id or "")
    bare = Said(
        seq=given.seq, who=who, title=given.title, initials=initials(who),
        side="buyer" if given.member_id else "supplier",
        answer=given.answer, words=ANSWERS.get(given.answer, given.answer),
        when=moment(given.at, page.plan.time_zone), iso=_iso(given.at),
        statement=words.get("statement", ""), name=words.get("name", ""),
        reason=words.get("reason", ""), until="", note=words.get("note", ""),
        gone=moment(member.erased_at, page.plan.time_zone) if member and member.erased_at else "",
        conditions=(), values=(), revision=given.revision, hash=given.hash,
        document=shown.title if shown else "", limit="", recommendation=given.recommendation,
    )  # fmt: skip  # one value
    return replace(
        bare,
        until=long_day(date.fromisoformat(words["until"])) if words.get("until") else "",
        conditions=tuple(_conditions(words.get("conditions") or ())),
        values=tuple(_values(milestone, words.get("values") or {})),
        limit="" if given.limit_amount is None else money(given.limit_amount, given.limit_currency),
    )


def _still_open(page: PlanPage, milestone: MilestoneRow, reader: str) -> str:
    wanted = [line.member for line in still_needed(milestone) if line.member != reader]
    if milestone.standing in OPEN and wanted:
        return f"“{milestone.name}” closes once {first_names(page, wanted)} answered as well."
    return f"“{milestone.name}” stays open."


def _conditions(stored: Sequence[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    for one in stored:
        yield {"text": one["text"], "owner": one["owner"],
               "due": long_day(date.fromisoformat(one["due"]))}  # fmt: skip  # one condition


def _values(milestone: MilestoneRow, stored: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    labels = {**EXTRA_VALUES, **{each[0]: each[1] for each in milestone.asks}}
    for name in sorted(stored, key=[*labels].index if stored.keys() <= labels.keys() else None):
        yield labels.get(name, name), stored[name]


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def news(page: PlanPage, milestone: MilestoneRow, reader: str, told: str) -> tuple[str, ...]:
    """Say what the reader's answer did and what happens next, after it was recorded.

    ``told`` is the word the redirect carried; it is believed only where the record says the same.
    """
    mine = [d for d in page.decisions
            if (d.milestone_code, d.member_id) == (milestone.code, reader)]  # fmt: skip  # a filter
    if not mine or told not in (mine[-1].answer, RECOMMENDED):
        return ()
    return tuple(sentence for sentence in _news(page, milestone, reader, mine[-1]) if sentence)


RECOMMENDED = "recommended"


def _news(
    page: PlanPage, milestone: MilestoneRow, reader: str, given: DecisionRow
) -> Iterator[str]:
    if given.recommendation:
        yield "Recorded as a recommendation, because the amount is above your approval limit."
    if milestone.standing == Standing.CLOSED:
        yield f"“{milestone.name}” is closed."
        opened = [f"“{m.name}”" for m in page.milestones
                  if milestone.code in m.prerequisites and m.standing in OPENED]  # fmt: skip
        if opened:
            yield f"Open now: {listed(opened[:3])}."
    else:
        yield _still_open(page, milestone, reader)
    waits = [m for m in page.milestones if pending_acts(m, reader)]
    if waits:
        yield f"Next for you: “{waits[0].name}”."
    else:
        yield "Nothing else waits for you now. What comes next stands on your first page."
