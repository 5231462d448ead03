"""Folding the ledger: the state of a plan, computed from its facts; there is no field to set.

A milestone becomes closed in one place, the fold of ``Answered``, and only by a yes that counts.
Whatever else happens can reopen a milestone - another answer, a withdrawal, a revision - or leave
it as it is, and never close one. A person added later does not undo what the others closed.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import singledispatch

from portal.domain import closing, committee_events, events
from portal.domain.acts import ALL_YES
from portal.domain.facts import Fact
from portal.domain.history import Closed, Current, Given, History, Seated
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal


class ForeignAnswer(Refusal):
    """Nobody answers for somebody else; a ledger that says so cannot be folded (law 1)."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"Ledger entry {fact.seq} holds an answer that its person did not give."
            " Check the ledger with `portal verify-ledger`."
        )


class ForeignWaiver(Refusal):
    """Only the buyer's side decides what it does not need; a supplier's waiver opens nothing."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"Ledger entry {fact.seq} waives a milestone, but nobody of the committee did."
            " Check the ledger with `portal verify-ledger`."
        )


class ForeignDomain(Refusal):
    """Only the buyer's side says from where its people may come."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"Ledger entry {fact.seq} allows a domain, but nobody of the committee did."
            " Check the ledger with `portal verify-ledger`."
        )


class ForeignLeaving(Refusal):
    """No supplier takes a buyer off the committee who has spoken in it: that would be control."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"Ledger entry {fact.seq} takes somebody off the committee, but nobody of it did."
            " Check the ledger with `portal verify-ledger`."
        )


class ForeignErasure(Refusal):
    """No supplier erases a buyer: a decision's author would vanish from it at the other's wish."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(
            f"Ledger entry {fact.seq} erases somebody, but neither they nor whoever runs the"
            " server did. Check the ledger with `portal verify-ledger`."
        )


def fold(facts: Iterable[Fact]) -> History:
    """Fold the facts of one plan, oldest first.

    Raises:
        ForeignAnswer: if an answer was not recorded by the buyer's member it speaks for.
        ForeignWaiver: if a waiver was not recorded by a member of the committee.
    """
    history = History()
    for fact in facts:
        apply(history, fact)
    return history


def apply(history: History, fact: Fact) -> None:
    """Take one more fact into account.

    Raises:
        ForeignAnswer: if an answer was not recorded by the buyer's member it speaks for.
        ForeignWaiver: if a waiver was not recorded by a member of the committee.
        ForeignDomain, ForeignLeaving, ForeignErasure: likewise, see each class.
    """
    event = fact.event
    if isinstance(event, events.Answered) and fact.by != events.By("buyer", event.member):
        raise ForeignAnswer(fact)
    if isinstance(event, events.MilestoneWaived) and not _is_member(history, fact.by):
        raise ForeignWaiver(fact)
    if isinstance(event, committee_events.DomainAllowed) and not _is_member(history, fact.by):
        raise ForeignDomain(fact)
    if isinstance(event, committee_events.MemberLeft) and not _may_go(history, fact.by, event):
        raise ForeignLeaving(fact)
    if isinstance(event, committee_events.MemberErased) and not may_erase(fact.by, event):
        raise ForeignErasure(fact)
    history.seq, history.at = fact.seq, fact.at
    _take(event, history)


@singledispatch
def _take(event: events.Event, history: History) -> None:
    """Pass over facts that no standing depends on: links, the start, what followed from answers."""


@_take.register
def _laid_out(event: events.PlanLaidOut, history: History) -> None:
    history.rules = {rule.code: rule for rule in event.milestones}
    history.closed = {code: at for code, at in history.closed.items() if code in history.rules}
    for rule in event.milestones:
        _keep_or_reopen(history, rule)


@_take.register
def _added(event: events.MilestoneAdded, history: History) -> None:
    history.rules[event.milestone.code] = event.milestone
    _keep_or_reopen(history, event.milestone)


@_take.register
def _shared(_event: events.PlanShared, history: History) -> None:
    history.shared_at = history.shared_at or history.at


@_take.register
def _joined(event: events.MemberAdded, history: History) -> None:
    known = history.members.get(event.member, Seated(frozenset()))
    history.members[event.member] = replace(known, seats=frozenset(event.seats))


@_take.register
def _came(event: committee_events.MemberJoined, history: History) -> None:
    history.members.setdefault(event.member, Seated(frozenset(), waits=True))


@_take.register
def _seated(event: committee_events.MemberSeated, history: History) -> None:
    history.members[event.member] = replace(
        history.members[event.member], seats=frozenset(event.seats), waits=False
    )


@_take.register
def _left(event: committee_events.MemberLeft, history: History) -> None:
    history.members.pop(event.member, None)


@_take.register
def _erased(event: committee_events.MemberErased, history: History) -> None:
    history.members.pop(event.member, None)


@_take.register
def _allowed(event: committee_events.DomainAllowed, history: History) -> None:
    history.domains.setdefault(event.domain, history.at)


@_take.register
def _disallowed(event: committee_events.DomainDisallowed, history: History) -> None:
    history.domains.pop(event.domain, None)


@_take.register
def _introduced(event: events.MemberIntroduced, history: History) -> None:
    history.members[event.member] = replace(
        history.members[event.member],
        introduced=True,
        limit=None if event.limit is None else Decimal(event.limit),
        currency=event.currency,
    )


@_take.register
def _revised(event: events.DocumentRevised, history: History) -> None:
    history.documents[event.document] = Current(
        revision=event.revision,
        hash=event.hash,
        amount=None if event.amount is None else Decimal(event.amount),
        currency=event.currency,
        owners=event.owners,
        parts=event.parts or {},
        seq=history.seq,
    )
    for rule in history.rules.values():
        if rule.document == event.document:
            _keep_or_reopen(history, rule)


@_take.register
def _reported(event: events.MilestoneReported, history: History) -> None:
    history.reported[event.milestone] = history.at


@_take.register
def _waived(event: events.MilestoneWaived, history: History) -> None:
    history.waived.add(event.milestone)


@_take.register
def _answer(event: events.Answered, history: History) -> None:
    document = history.documents.get(event.document or "")
    shown = document is not None and document.hash == event.hash
    history.given.setdefault(event.milestone, {})[event.act, event.member] = Given(
        answer=event.answer,
        seq=history.seq,
        at=history.at,
        document=event.document,
        revision=event.revision,
        hash=event.hash,
        part=document.parts.get(event.member) if document and shown else None,
        limit=None if event.limit is None else Decimal(event.limit),
        currency=event.currency,
        entered=_entered(history, event),
        conditions=event.conditions,
        until=event.until,
    )
    history.reported.pop(event.milestone, None)
    rule = history.rules[event.milestone]
    if event.answer not in ALL_YES:
        _keep_or_reopen(history, rule)
    elif closing.counts(history, rule, event.act, event.member):
        _close_if_met(history, rule)


def _entered(history: History, event: events.Answered) -> tuple[str, ...]:
    """Return the values given so far: what is provided piece by piece adds up."""
    before = history.answer(event.milestone, event.act, event.member)
    if event.act is not Act.PROVIDE or event.answer not in ALL_YES or before is None:
        return event.entered
    return tuple(dict.fromkeys(before.entered + event.entered))


def _close_if_met(history: History, rule: events.MilestoneRule) -> None:
    if rule.code not in history.closed and closing.is_met(history, rule):
        history.closed[rule.code] = history.once_closed[rule.code] = Closed(history.seq, history.at)


def _keep_or_reopen(history: History, rule: events.MilestoneRule) -> None:
    if rule.code in history.closed and not closing.is_met(history, rule):
        del history.closed[rule.code]


def _is_member(history: History, by: events.By) -> bool:
    return by.side == "buyer" and by.id in history.members


def _may_go(history: History, by: events.By, left: committee_events.MemberLeft) -> bool:
    """Tell whether this is a colleague's word, or the supplier's of somebody who never spoke."""
    if by.side != "supplier":
        return _is_member(history, by)
    known = history.members.get(left.member)
    has_answered = any(
        member == left.member for answers in history.given.values() for _, member in answers
    )
    return known is not None and not known.introduced and not has_answered


def may_erase(by: events.By, erased: committee_events.MemberErased) -> bool:
    """Tell whether this is the person's own wish, or done by whoever runs the server for them."""
    return by in (events.By("system", ""), events.By("buyer", erased.member))
