"""Who has signed off what: the committee down, the milestones across, one mark a crossing."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.closing import Say, Standing
from portal.domain.plan import asked
from portal.domain.playbook.rules import Act
from portal.store.pages.rows import DecisionRow, LineRow, MilestoneRow, PlanPage
from portal.web.wording import ANSWERS, day

ALTERNATIVES = "alternatives"
# What a person still owes outweighs what they gave, an objection outweighs both.
WEIGHTIEST = (Say.OBJECTED, Say.ASKED, Say.OUTDATED, Say.RECOMMENDED, Say.YES)
# Where one act of several is enough, what was given outweighs what was not.
ANY_IS_ENOUGH = (Say.YES, Say.OBJECTED, Say.OUTDATED, Say.RECOMMENDED, Say.ASKED)
WHEN = {Standing.CLOSED: "past", Standing.NOT_OPEN: "next"}

Cell = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A milestone across: whether it is behind, open or to come, and how many have answered."""

    code: str
    name: str
    when: str
    done: int
    needed: int


@dataclass(frozen=True, slots=True)
class MemberAcross:
    """A person down, with a cell a milestone: a mark and its words, or None where not asked."""

    name: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table, in the order of the plan and of the committee."""

    columns: tuple[Column, ...]
    rows: tuple[MemberAcross, ...]


def matrix(page: PlanPage) -> Matrix:
    """Return who has answered what, without the milestones the buyer chose not to need."""
    shown = [m for m in page.milestones if m.standing != Standing.NOT_NEEDED]
    given = {decision.seq: decision for decision in page.decisions}
    return Matrix(
        columns=tuple(_column(milestone) for milestone in shown),
        rows=tuple(
            MemberAcross(
                member.name, member.title, tuple(cell(one, member.id, given) for one in shown)
            )
            for member in page.members
            if member.left_at is None or any(one.member_id == member.id for one in page.decisions)
        ),
    )


def cell(milestone: MilestoneRow, member: str, given: dict[int, DecisionRow]) -> Cell:
    """Return one person's mark at one milestone: of several lines the one that weighs most."""
    mine = milestone.lines_of(member)
    if not mine:
        return None
    order = ANY_IS_ENOUGH if milestone.acts_are == ALTERNATIVES else WEIGHTIEST
    line = min(mine, key=lambda one: order.index(Say(one.say)))
    if line.say == Say.ASKED:
        return _asked(milestone)
    is_closed = milestone.standing == Standing.CLOSED
    decision = given.get(line.seq or 0)
    on = f", {day(decision.at.date(), decision.at.date())}" if decision else ""
    return _answered(line), f"{_words(line, is_closed=is_closed)}{on}"


def counts(milestone: MilestoneRow) -> tuple[int, int]:
    """Return how many answers count at a milestone, and how many it needs.

    A closed milestone needed what it got, whoever has joined since.
    """
    each = [_of_act(milestone, Act(act)) for act in milestone.acts]
    if milestone.acts_are == ALTERNATIVES:
        each = [max(each, key=lambda pair: pair[0])]
    done, needed = sum(pair[0] for pair in each), sum(pair[1] for pair in each)
    return (done, max(done, 1)) if milestone.standing == Standing.CLOSED else (done, needed)


def _column(milestone: MilestoneRow) -> Column:
    done, needed = counts(milestone)
    when = WHEN.get(Standing(milestone.standing), "now")
    return Column(milestone.code, milestone.name, when, min(done, needed), needed)


def _of_act(milestone: MilestoneRow, act: Act) -> tuple[int, int]:
    lines = [line for line in milestone.lines if line.act == act]
    if act is Act.PROVIDE:
        entered = any(line.say == Say.YES for line in lines)
        return int(entered and not _has(lines, Say.ASKED)), 1
    done = needed = 0
    for one in map(asked, milestone.who):
        says = [line.say for line in lines if line.role == one.role]
        wanted = one.quorum.needed(len(says))
        needed += wanted
        done += min(wanted, says.count(Say.YES))
    return done, needed


def _has(lines: Iterable[LineRow], say: Say) -> bool:
    return any(line.say == say for line in lines)


def _asked(milestone: MilestoneRow) -> tuple[str, str]:
    if milestone.standing == Standing.NOT_OPEN:
        return "not_asked", "not asked yet"
    if milestone.standing == Standing.WAITING_FOR_SUPPLIER:
        return "waiting_for_supplier", "waits for the supplier"
    if milestone.standing == Standing.CLOSED:
        return "not_asked", "asked, closed without it"
    return "asked", "asked, not answered yet"


def _answered(line: LineRow) -> str:
    if line.say in {Say.RECOMMENDED, Say.OUTDATED}:
        return line.say
    return line.answer or line.say


def _words(line: LineRow, *, is_closed: bool) -> str:
    said = ANSWERS.get(line.answer or "", "answered")
    if line.say == Say.RECOMMENDED:
        return f"{said}, above their limit: a recommendation"
    if line.say == Say.OUTDATED:
        return f"{said} before it changed" if is_closed else f"{said}, asked again since it changed"
    return said
