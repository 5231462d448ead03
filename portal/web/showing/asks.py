"""What is asked of one person: which answer, by when, why, and what happens after it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.acts import TWO_PAGES
from portal.domain.closing import OPEN, Say
from portal.domain.document import STATEMENT
from portal.domain.plan import asked
from portal.domain.playbook.rules import Act, ClosingActsAre
from portal.store.pages.rows import LineRow, MilestoneRow, PlanPage, RevisionRow
from portal.web.showing.counts import counted, listed, number
from portal.web.showing.telling import reported
from portal.web.wording import long_day, seat

Days = Callable[[date, date], int]
PENDING = frozenset({Say.ASKED.value, Say.OUTDATED.value})
TASKS = {
    "access": "Take your seat", "confirm": "Confirm", "approve": "Approve", "sign": "Sign off",
    "attest": "State your verdict on", "provide": "Give the facts for", "decide": "Decide",
    "attend": "Confirm the recap of", "measure": "Give the measured value for",
}  # fmt: skip  # a table
BUTTONS = {
    "access": "Read and take your seat", "confirm": "Read and confirm",
    "approve": "Read it and decide", "sign": "Read and sign off",
    "attest": "Read it and state your verdict", "provide": "Give the facts",
    "decide": "Read it and decide", "attend": "Read the recap", "measure": "Enter the value",
}  # fmt: skip  # a table


@dataclass(frozen=True, slots=True)
class Ask:
    """One answer that one person is asked for.

    ``when`` is how many working days are left, in words; ``others`` who has answered already;
    ``then`` what the answer sets going; ``again`` says that the words changed since they answered;
    ``reported`` is the seller's word that it was said elsewhere, which counts for nothing.
    """

    code: str
    act: str
    task: str
    button: str
    milestone: str
    document: str | None
    due_on: date | None
    due: str
    when: str
    late: bool
    why: str
    others: str
    then: str
    again: bool
    reported: str


def asks_of(page: PlanPage, member: str, today: date, count: Days) -> tuple[Ask, ...]:
    """Return what is asked of a member now, the earliest due first.

    ``count`` counts the working days after its first day up to its second.
    """
    found = [
        _ask(page, milestone, act, member, today, count)
        for milestone in page.milestones
        for act in pending_acts(milestone, member)
    ]
    return tuple(sorted(found, key=lambda ask: ask.due_on or date.max))


def pending_acts(milestone: MilestoneRow, member: str) -> tuple[str, ...]:
    """Return the acts of a milestone that wait for this member; one where either is enough."""
    if milestone.standing not in OPEN:
        return ()
    mine = milestone.lines_of(member)
    acts = tuple(dict.fromkeys(line.act for line in mine if line.say in PENDING))
    if milestone.acts_are == ClosingActsAre.ALTERNATIVES.value:
        done = any(line.say == Say.YES for line in mine)
        return () if done else acts[:1]
    return acts


def heading(name: str, asks: tuple[Ask, ...]) -> str:
    """Return the news of somebody's first screen: Ingrid, one decision is with you."""
    if not asks:
        return f"{name}, nothing waits for you"
    decisions = all(Act(ask.act) in TWO_PAGES for ask in asks)
    noun = "decision" if decisions else "question"
    return f"{name}, {counted(len(asks), noun)} {'is' if len(asks) == 1 else 'are'} with you"


def task(act: str, milestone: str, document: RevisionRow | None) -> str:
    """Return what is to be done, as a heading: Approve the cost–benefit case, revision 4."""
    if act == "access":
        return "Take your seat"
    if document is None or document.document_id.startswith(STATEMENT):
        return f"{TASKS[act]}: “{milestone}”"
    title = document.title[:1].lower() + document.title[1:]
    return f"{TASKS[act]} the {title}, revision {document.number}"


def working_days(today: date, due: date | None, count: Days) -> str:
    """Return how far off a day is, in working days."""
    if due is None:
        return ""
    days = count(today, due)
    if due == today:
        return "today"
    words = "1 working day" if abs(days) == 1 else f"{abs(days)} working days"
    return f"{words} late" if due < today else f"{words} from today"


def is_late(due: date | None, today: date) -> bool:
    """Tell whether a day has passed."""
    return due is not None and due < today


def still_needed(milestone: MilestoneRow, but: str = "") -> tuple[LineRow, ...]:
    """Return the lines of the people whose answer is missing, taking ``but``'s for a yes."""
    needed: dict[str, LineRow] = {}
    for line in missing_lines(milestone, but):
        needed.setdefault(line.member, line)
    return tuple(needed.values())


def missing_lines(milestone: MilestoneRow, but: str = "") -> Iterator[LineRow]:
    """Yield who has still to answer in every role whose quorum is not met yet."""
    for one in milestone.who:
        quorum = asked(one).quorum
        for act in milestone.acts:
            lines = [x for x in milestone.lines if (x.role, x.act) == (one["role"], act)]
            said = sum(x.say == Say.YES or x.member == but for x in lines)
            enough = act == Act.PROVIDE and any(x.member == but for x in milestone.lines)
            if lines and said < quorum.needed(len(lines)) and not enough:
                yield from (x for x in lines if x.say in PENDING and x.member != but)


def first_names(page: PlanPage, members: list[str]) -> str:
    """Return people as a sentence lists them, each once."""
    found = [page.member(one) for one in dict.fromkeys(members)]
    return listed([member.first_name for member in found if member])


def _ask(
    page: PlanPage, milestone: MilestoneRow, act: str, member: str, today: date, count: Days
) -> Ask:
    document = page.documents.get(milestone.document_id or "")
    told = reported(page, milestone, today, member)
    lines = [line for line in milestone.lines_of(member) if line.act == act]
    return Ask(
        code=milestone.code,
        act=act,
        task=task(act, milestone.name, document),
        button=BUTTONS[act],
        milestone=milestone.name,
        document=document.document_id if document else None,
        due_on=milestone.due_on,
        due=long_day(milestone.due_on, today) if milestone.due_on else "Whenever you can",
        when=working_days(today, milestone.due_on, count),
        late=is_late(milestone.due_on, today),
        why=milestone.why or milestone.buyer_action,
        others=_others(page, milestone, act, member),
        then=_then(page, milestone, member),
        again=any(line.say == Say.OUTDATED for line in lines),
        reported=told.text if told else "",
    )


def _others(page: PlanPage, milestone: MilestoneRow, act: str, member: str) -> str:
    lines = [x for x in milestone.lines if x.act == act and x.member != member]
    people = list(dict.fromkeys(line.member for line in lines))
    done = [x for x in people if any(y.member == x and y.say not in PENDING for y in lines)]
    if not people:
        return "You alone are asked."
    if not done:
        return f"{first_names(page, people)} {'are' if len(people) > 1 else 'is'} asked too."
    has = "have" if len(done) > 1 else "has"
    last = f" Yours is the last of {number(len(people) + 1)}." if len(done) == len(people) else ""
    return f"{first_names(page, done)} {has} answered.{last}"


def _then(page: PlanPage, milestone: MilestoneRow, member: str) -> str:
    waits = [line.member for line in still_needed(milestone, but=member)]
    mine = {line.role for line in milestone.lines_of(member)}
    lost = [role for role in milestone.out_of_reach if role not in mine]
    if lost:
        when = f"once somebody with the authority of “{seat(lost[0])}” says yes"
    elif milestone.empty_seats:
        when = f"once somebody holds the seat “{seat(milestone.empty_seats[0])}” and answers"
    elif waits:
        has = "have" if len(waits) > 1 else "has"
        when = f"when {first_names(page, waits)} {has} answered too"
    else:
        when = "with your answer"
    return f"“{milestone.name}” closes {when}.{_opens(page, milestone)}"


def _opens(page: PlanPage, milestone: MilestoneRow) -> str:
    opens = [m for m in page.milestones if m.missing == [milestone.code]]
    if not opens:
        return ""
    first, more = opens[0], len(opens) - 1
    rest = f", and {counted(more, 'more milestone', 'more milestones')}" if more else ""
    return f" Then “{first.name}” opens, {_whose(page, first)}{rest}."


def _whose(page: PlanPage, milestone: MilestoneRow) -> str:
    if milestone.document_id and milestone.document_id not in page.documents:
        return f"with {page.plan.supplier}"
    people = first_names(page, [line.member for line in milestone.lines])
    return f"with {people}" if people else "with a seat that nobody holds yet"
