"""When a milestone is closed, what it still waits for, and whose move it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.domain import events
from portal.domain.acts import ALL_YES, Answer
from portal.domain.history import Given, History
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre
from portal.domain.seats import OUTCOME_OWNER, needs_authority, within_limit
from portal.domain.seats import asked_for as asked_for  # those who judge closing ask this too
from portal.domain.seats import holders as holders


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


# Standings in which the milestone is with the buyer.
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


def is_current(
    history: History,
    rule: events.MilestoneRule,
    member: str,
    given: Given,
    role: str = OUTCOME_OWNER,
) -> bool:
    """Tell whether an answer was given to what stands now, or to an unchanged part of it.

    Only the owner of an outcome answers for a part; in every other role one answers for the whole.
    """
    document = history.documents.get(rule.document or "")
    if rule.document is None or document is None:
        return rule.document is None
    if (given.revision, given.hash) == (document.revision, document.hash):
        return True
    own_part = document.parts.get(member)
    return role == OUTCOME_OWNER and own_part is not None and given.part == own_part


def say(history: History, rule: events.MilestoneRule, act: Act, role: str, member: str) -> Say:
    """Return how ``member`` stands towards ``act``, asked in ``role``."""
    given = history.answer(rule.code, act, member)
    if given is None or given.answer is Answer.WITHDRAWN:
        return Say.ASKED
    # A fact stays a fact when the words beside it change, so what was provided is never outdated.
    if act is not Act.PROVIDE and not is_current(history, rule, member, given, role):
        return Say.OUTDATED
    if given.answer not in ALL_YES:
        return Say.OBJECTED
    if needs_authority(act, role) and not within_limit(history, rule, given):
        return Say.RECOMMENDED
    return Say.YES


def counts(history: History, rule: events.MilestoneRule, act: Act, member: str) -> bool:
    """Tell whether ``member`` is asked here and the answer on record is a yes that counts."""
    return any(
        say(history, rule, act, asked.role, member) is Say.YES
        for asked in rule.who
        if member in holders(history, asked.role)
    )


def asked_again(history: History, rule: events.MilestoneRule) -> bool:
    """Tell whether all that is needed was said and yet no answer closed the milestone.

    So it is when somebody else's move left enough answers: a seat that changed hands, a person
    taken off the outcomes, an objection withdrawn. Only a yes closes, so one must be given again.
    """
    return rule.code not in history.closed and is_met(history, rule)


def is_met(history: History, rule: events.MilestoneRule) -> bool:
    """Tell whether the acts recorded satisfy the milestone's acts, roles and quorums."""
    if _is_stopped(history, rule):
        return False
    done = (_act_is_met(history, rule, act) for act in rule.acts)
    return any(done) if rule.acts_are is ClosingActsAre.ALTERNATIVES else all(done)


def _act_is_met(history: History, rule: events.MilestoneRule, act: Act) -> bool:
    if act is Act.PROVIDE:
        entered = set(entered_values(history, rule, act))
        return bool(entered) and entered >= set(rule.values)
    return bool(rule.who) and all(_quorum_is_met(history, rule, act, a) for a in rule.who)


def _quorum_is_met(history: History, rule: events.MilestoneRule, act: Act, asked: Asked) -> bool:
    says = [say(history, rule, act, asked.role, who) for who in holders(history, asked.role)]
    if asked.quorum.veto and Say.OBJECTED in says:
        return False
    return says.count(Say.YES) >= asked.quorum.needed(len(says))


def entered_values(history: History, rule: events.MilestoneRule, act: Act) -> tuple[str, ...]:
    """Return the names of the values that people asked here have entered and not withdrawn."""
    return tuple(
        name
        for (given_act, member), given in history.answers(rule.code).items()
        if given_act is act and given.answer in ALL_YES and asked_for(history, rule, member)
        for name in given.entered
    )


def lines(history: History, rule: events.MilestoneRule) -> Iterator[Line]:
    """Yield everybody the milestone asks, for each act and role, and how they stand."""
    again = asked_again(history, rule)
    for act in rule.acts:
        provided = act is Act.PROVIDE and _act_is_met(history, rule, act)
        for asked in rule.who:
            for member in holders(history, asked.role):
                given = history.answer(rule.code, act, member)
                how = say(history, rule, act, asked.role, member)
                if provided and how is Say.ASKED:
                    continue  # any one of the seats may provide; the others have nothing left to do
                if how is Say.YES and again:
                    how = Say.OUTDATED
                elif how is Say.YES and act is Act.PROVIDE and not provided:
                    how = Say.ASKED  # for the values still missing
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
        standing=_standing(history, rule, all_lines),
        lines=all_lines,
        missing=missing(history, rule),
        empty_seats=tuple(a.role for a in rule.who if not holders(history, a.role)),
        out_of_reach=tuple(_out_of_reach(rule, all_lines)),
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


def _standing(
    history: History, rule: events.MilestoneRule, all_lines: tuple[Line, ...]
) -> Standing:
    if rule.code in history.closed:
        return Standing.CLOSED
    if rule.code in history.waived:
        return Standing.NOT_NEEDED
    if _is_stopped(history, rule):
        return Standing.STOPPED
    if missing(history, rule):
        return Standing.NOT_OPEN
    if rule.document and rule.document not in history.documents:
        return Standing.WAITING_FOR_SUPPLIER
    says = {line.say for line in all_lines}
    if Say.OBJECTED in says:
        return Standing.IN_DISCUSSION
    if rule.code in history.once_closed:
        return Standing.STALE if Say.OUTDATED in says else Standing.REOPENED
    return Standing.WAITING_FOR_BUYER


def _out_of_reach(rule: events.MilestoneRule, all_lines: Iterable[Line]) -> Iterator[str]:
    every = all if rule.acts_are is ClosingActsAre.ALTERNATIVES else any
    for asked in rule.who:
        if every(_is_lost(act, asked, all_lines) for act in rule.acts):
            yield asked.role


def _is_lost(act: Act, asked: Asked, all_lines: Iterable[Line]) -> bool:
    """Tell whether a role's quorum for one act cannot be met unless somebody changes their mind."""
    says = [line.say for line in all_lines if (line.role, line.act) == (asked.role, act)]
    if not says or act is Act.PROVIDE:
        return False  # an empty seat is named as such, and any one person provides
    lost = says.count(Say.OBJECTED) + says.count(Say.RECOMMENDED)
    vetoed = asked.quorum.veto and Say.OBJECTED in says
    return vetoed or len(says) - lost < asked.quorum.needed(len(says))


def _is_stopped(history: History, rule: events.MilestoneRule) -> bool:
    """Tell whether somebody of the committee said stop; a stop leaves with its author."""
    return any(
        given.answer is Answer.STOP and member in history.members
        for (_, member), given in history.answers(rule.code).items()
    )
