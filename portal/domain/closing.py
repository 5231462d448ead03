"""When a milestone is closed, what it still waits for, and whose move it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.domain import events
from portal.domain.acts import ALL_YES, Answer
from portal.domain.history import Given, History
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre


class Standing(StrEnum):
    """Where a milestone stands; always computed, never stored as a fact."""

    NOT_OPEN = "not_open"
    WAITING_FOR_SUPPLIER = "waiting_for_supplier"
    WAITING_FOR_BUYER = "waiting_for_buyer"
    IN_DISCUSSION = "in_discussion"
    CLOSED = "closed"
    STALE = "stale"
    REOPENED = "reopened"
    NOT_NEEDED = "not_needed"
    STOPPED = "stopped"


# Standings in which a buyer's act is accepted.
OPEN = frozenset(
    {Standing.WAITING_FOR_BUYER, Standing.IN_DISCUSSION, Standing.STALE, Standing.REOPENED}
)


class Say(StrEnum):
    """How one person stands towards one act of a milestone."""

    ASKED = "asked"
    YES = "yes"
    RECOMMENDED = "recommended"
    OBJECTED = "objected"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Line:
    """One person asked for one act, in one role, and how they stand."""

    member: str
    role: str
    act: Act
    say: Say
    answer: Answer | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class State:
    """One milestone, computed: its standing and everything a page says about it.

    ``lines`` has one entry for each (person, role, act); ``empty_seats`` names roles nobody holds;
    ``out_of_reach`` names roles whose quorum can no longer be met as people have answered;
    ``missing`` names the prerequisites that keep it from opening; ``closed_seq`` is the entry that
    closed it.
    """

    code: str
    standing: Standing
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    empty_seats: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    closed_at: str | None
    closed_seq: int | None
    reported_at: str | None


def holders(history: History, role: str) -> tuple[str, ...]:
    """Return the ids of the members who hold ``role``, in the order they joined."""
    outcomes = history.documents.get("outcomes")
    if role == "outcome_owner":
        return tuple(owner for owner in (outcomes.owners if outcomes else ()))
    if role == "every_member":
        return tuple(history.members)
    if role == "step_owner":
        asked = {asked.role for rule in history.rules.values() for asked in rule.who}
        owners = set(outcomes.owners if outcomes else ())
        return tuple(m for m, s in history.members.items() if s.seats & asked or m in owners)
    return tuple(member for member, seated in history.members.items() if role in seated.seats)


def asked_for(history: History, rule: events.MilestoneRule, member: str) -> bool:
    """Tell whether ``member`` is among the people this milestone asks."""
    return any(member in holders(history, asked.role) for asked in rule.who)


def needs_authority(act: Act, role: str) -> bool:
    """Tell whether a yes in this role commits money, so that the approval limit must cover it.

    Owners of outcomes answer for their own line of the benefits, not for the amount.
    """
    return (act is Act.APPROVE and role != "outcome_owner") or (
        act is Act.SIGN and role == "authorised_signatory"
    )


def within_limit(history: History, rule: events.MilestoneRule, given: Given) -> bool:
    """Tell whether the limit stated with an answer covers the document's amount (law 3)."""
    document = history.documents.get(rule.document or "")
    if document is None or document.amount is None:
        return True
    covers = given.limit is not None and given.limit >= document.amount
    return covers and given.currency == document.currency


def is_current(history: History, rule: events.MilestoneRule, member: str, given: Given) -> bool:
    """Tell whether an answer was given to what stands now, or to an unchanged part of it."""
    document = history.documents.get(rule.document or "")
    if rule.document is None or document is None:
        return rule.document is None
    own_part = document.parts.get(member)
    return given.hash == document.hash or (own_part is not None and given.part == own_part)


def say(history: History, rule: events.MilestoneRule, act: Act, role: str, member: str) -> Say:
    """Return how ``member`` stands towards ``act``, asked in ``role``."""
    given = history.given.get((rule.code, act, member))
    if given is None or given.answer is Answer.WITHDRAWN:
        return Say.ASKED
    if not is_current(history, rule, member, given):
        return Say.OUTDATED
    if given.answer not in ALL_YES:
        return Say.OBJECTED
    if needs_authority(act, role) and not within_limit(history, rule, given):
        return Say.RECOMMENDED
    return Say.YES


def is_met(history: History, rule: events.MilestoneRule) -> bool:
    """Tell whether the acts recorded satisfy the milestone's acts, roles and quorums."""
    if any(given.answer is Answer.STOP for given in _given(history, rule)):
        return False
    done = (_act_is_met(history, rule, act) for act in rule.acts)
    return any(done) if rule.acts_are is ClosingActsAre.ALTERNATIVES else all(done)


def _act_is_met(history: History, rule: events.MilestoneRule, act: Act) -> bool:
    if act is Act.PROVIDE:
        entered = set(entered_values(history, rule, act))
        return bool(entered) and entered >= set(rule.values)
    return all(_quorum_is_met(history, rule, act, asked) for asked in rule.who)


def _quorum_is_met(history: History, rule: events.MilestoneRule, act: Act, asked: Asked) -> bool:
    says = [say(history, rule, act, asked.role, who) for who in holders(history, asked.role)]
    if asked.quorum.veto and Say.OBJECTED in says:
        return False
    return says.count(Say.YES) >= asked.quorum.needed(len(says))


def entered_values(history: History, rule: events.MilestoneRule, act: Act) -> tuple[str, ...]:
    """Return the names of the values that people asked here have entered and not withdrawn."""
    return tuple(
        name
        for (code, given_act, member), given in history.given.items()
        if code == rule.code and given_act is act and given.answer in ALL_YES
        and asked_for(history, rule, member)
        for name in given.entered
    )  # fmt: skip  # the condition reads as one


def lines(history: History, rule: events.MilestoneRule) -> Iterator[Line]:
    """Yield everybody the milestone asks, for each act and role, and how they stand."""
    for act in rule.acts:
        provided = act is Act.PROVIDE and _act_is_met(history, rule, act)
        for asked in rule.who:
            for member in holders(history, asked.role):
                given = history.given.get((rule.code, act, member))
                how = say(history, rule, act, asked.role, member)
                if provided and how is Say.ASKED:
                    continue  # any one of the seats may provide; the others have nothing left to do
                yield Line(
                    member, asked.role, act, how,
                    given.answer if given else None, given.seq if given else None,
                )  # fmt: skip  # one line of the table


def state(history: History, code: str) -> State:
    """Compute one milestone."""
    rule = history.rules[code]
    all_lines = tuple(lines(history, rule))
    closed = history.closed.get(code)
    return State(
        code=code,
        standing=standing(history, rule),
        lines=all_lines,
        missing=missing(history, rule),
        empty_seats=tuple(a.role for a in rule.who if not holders(history, a.role)),
        out_of_reach=tuple(_out_of_reach(history, rule, all_lines)),
        closed_at=closed.at if closed else None,
        closed_seq=closed.seq if closed else None,
        reported_at=history.reported.get(code),
    )


def missing(history: History, rule: events.MilestoneRule) -> tuple[str, ...]:
    """Return the codes of the prerequisites that are neither closed nor waived."""
    return tuple(
        code
        for code in rule.prerequisites
        if code in history.rules and code not in history.closed and code not in history.waived
    )


def standing(history: History, rule: events.MilestoneRule) -> Standing:
    """Compute where a milestone stands."""
    current = [g for g in _given(history, rule) if g.answer is not Answer.WITHDRAWN]
    if rule.code in history.closed:
        return Standing.CLOSED
    if rule.code in history.waived:
        return Standing.NOT_NEEDED
    if any(given.answer is Answer.STOP for given in current):
        return Standing.STOPPED
    if missing(history, rule):
        return Standing.NOT_OPEN
    if rule.document and rule.document not in history.documents:
        return Standing.WAITING_FOR_SUPPLIER
    return _open_standing(history, rule)


def _open_standing(history: History, rule: events.MilestoneRule) -> Standing:
    all_lines = tuple(lines(history, rule))
    says = {line.say for line in all_lines}
    if Say.OBJECTED in says:
        return Standing.IN_DISCUSSION
    if rule.code in history.once_closed:
        return Standing.STALE if Say.OUTDATED in says else Standing.REOPENED
    return Standing.WAITING_FOR_BUYER


def _out_of_reach(
    history: History, rule: events.MilestoneRule, all_lines: Iterable[Line]
) -> Iterator[str]:
    for asked in rule.who:
        people = len(holders(history, asked.role))
        lost = {
            line.member
            for line in all_lines
            if line.role == asked.role and line.say in (Say.OBJECTED, Say.RECOMMENDED)
        }
        if people and people - len(lost) < asked.quorum.needed(people):
            yield asked.role


def _given(history: History, rule: events.MilestoneRule) -> Iterator[Given]:
    return (given for (code, _, _), given in history.given.items() if code == rule.code)
