"""A buyer's decision: the guards it passes, and the fact that is recorded when it does."""

from datetime import date

from portal.domain import acts, closing, events, seats
from portal.domain.acts import Answer
from portal.domain.canonical import Content, commitment, fingerprint
from portal.domain.history import History
from portal.domain.playbook.rules import Act
from portal.domain.refusals import (
    AlreadyAnswered,
    AnswerNotOffered,
    LimitMissing,
    NoSuchMilestone,
    NotAsked,
    NothingToAnswer,
    NothingToWithdraw,
    NotNeeded,
    NotOpen,
    NotShared,
    OrderPlaced,
    StaleRevision,
)
from portal.domain.words import Person, Words, check_words

ORDER = "M22"  # the signed order


def ask(history: History, member: str, code: str, act: Act) -> events.MilestoneRule:
    """Return the rule of a milestone on which ``member`` may act now.

    Raises:
        NoSuchMilestone, NotShared, NotAsked, NotNeeded, NotOpen, NothingToAnswer: see each class.
    """
    rule = history.rules.get(code)
    if rule is None or act not in rule.acts:
        raise NoSuchMilestone
    if history.shared_at is None:
        raise NotShared
    if not closing.asked_for(history, rule, member):
        raise NotAsked
    if code in history.waived:
        raise NotNeeded
    if code not in history.closed and (names := closing.missing(history, rule)):
        raise NotOpen(tuple(history.rules[name].name for name in names))
    if rule.document and rule.document not in history.documents:
        raise NothingToAnswer
    return rule


def give(
    history: History,
    person: Person,
    code: str,
    act: Act,
    answer: Answer,
    *,
    shown: str,
    words: Words,
    salt: str,
    today: date,
) -> events.Answered:
    """Decide: check every guard and return the fact to record.

    ``shown`` is the hash of the revision (or question) on the page the person answered from.

    Raises:
        StaleRevision: if that is no longer the current one.
        AlreadyAnswered, AnswerNotOffered and those of ``ask`` and ``check_words``.
    """
    rule = ask(history, person.member, code, act)
    if answer not in acts.offered(act, go_no_go=rule.go_no_go):
        raise AnswerNotOffered
    current = require_current(history, rule, shown)
    _refuse_second_answer(history, rule, person, act)
    if answer in acts.ALL_YES and person.limit is None and _weighs(history, rule, act, person):
        raise LimitMissing
    check_words(rule, act, answer, person, words, today)
    document = history.documents.get(rule.document or "")
    return events.Answered(
        milestone=code,
        act=act,
        answer=answer,
        member=person.member,
        document=rule.document,
        revision=document.revision if document else None,
        hash=current,
        said=commitment(salt, words.content()),
        limit=None if person.limit is None else format(person.limit, "f"),
        currency=person.currency,
        entered=tuple(
            sorted(name for name, value in (words.values or {}).items() if value.strip())
        ),
        conditions=len(words.conditions),
        until=words.until.isoformat() if words.until else None,
    )


def withdraw(
    history: History, person: Person, code: str, act: Act, *, words: Words, salt: str
) -> events.Answered:
    """Take an answer back: a new fact, before the order is placed; nothing is erased.

    Raises:
        NothingToWithdraw: if no answer stands.
        OrderPlaced: once the order is placed, for what was answered up to it.
    """
    rule = history.rules.get(code)
    given = history.answer(code, act, person.member)
    if rule is None or given is None or given.answer is Answer.WITHDRAWN:
        raise NothingToWithdraw
    order = history.closed.get(ORDER)
    if order is not None and given.seq <= order.seq:
        raise OrderPlaced
    return events.Answered(
        milestone=code,
        act=act,
        answer=Answer.WITHDRAWN,
        member=person.member,
        document=given.document,
        revision=given.revision,
        hash=given.hash,
        said=commitment(salt, words.content()),
    )


def question(rule: events.MilestoneRule) -> Content:
    """Return the content an answer binds to where a milestone has no document."""
    return {
        "milestone": rule.code,
        "name": rule.name,
        "acts": [act.value for act in rule.acts],
        "values": list(rule.values),
    }


def subject_hash(history: History, rule: events.MilestoneRule) -> str:
    """Return the fingerprint an answer to this milestone binds to now."""
    from_document = history.documents.get(rule.document or "")
    return from_document.hash if from_document else fingerprint(question(rule))


def require_current(history: History, rule: events.MilestoneRule, shown: str) -> str:
    """Return the current fingerprint, which must be the one shown.

    Raises:
        StaleRevision: if the page showed another.
    """
    current = subject_hash(history, rule)
    if shown != current:
        raise StaleRevision(shown, current)
    return current


def _weighs(history: History, rule: events.MilestoneRule, act: Act, person: Person) -> bool:
    """Tell whether this person's yes is held against an amount, so that a limit must be stated."""
    document = history.documents.get(rule.document or "")
    if act is not Act.APPROVE and (document is None or document.amount is None):
        return False
    return act is Act.APPROVE or any(
        seats.needs_authority(act, asked.role)
        and person.member in seats.holders(history, asked.role)
        for asked in rule.who
    )


def _refuse_second_answer(
    history: History, rule: events.MilestoneRule, person: Person, act: Act
) -> None:
    given = history.answer(rule.code, act, person.member)
    if given is None or given.answer not in acts.ALL_YES or act is Act.PROVIDE:
        return
    document = history.documents.get(rule.document or "")
    revision = document.revision if document else None
    to_this = (given.revision, given.hash) == (revision, subject_hash(history, rule))
    if to_this and not closing.asked_again(history, rule):
        raise AlreadyAnswered
