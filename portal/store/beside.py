"""What is kept beside a chain, held against it: answers, revisions' facts, and standings."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, Text, bindparam, select, type_coerce

from portal.domain import closing, facts, folding
from portal.domain.canonical import canonical
from portal.domain.events import Answered, DocumentRevised, MilestoneReported
from portal.domain.facts import Fact
from portal.domain.history import History
from portal.domain.ledger import ChainBroken, Entry
from portal.domain.refusals import Refusal
from portal.store import beside_plan
from portal.store.ledger import iso, row_of
from portal.store.schema.plan import decisions, revisions, standings

REPORTED = ("report", "reported")
JSON_COLUMNS = ("missing", "empty_seats", "out_of_reach", "lines")


def _of_plan(table: Table, *columns: Any) -> Any:
    return select(*columns).where(
        table.c.organisation_id == bindparam("organisation"), table.c.plan_id == bindparam("plan")
    )


# Amounts and JSON as text: a row edited behind our back need not hold any.
DECISIONS = _of_plan(
    decisions,
    decisions.c.seq, decisions.c.milestone_code, decisions.c.act, decisions.c.answer,
    decisions.c.member_id, decisions.c.account_id, decisions.c.document_id, decisions.c.revision,
    decisions.c.hash, type_coerce(decisions.c.limit_amount, Text), decisions.c.limit_currency,
    decisions.c.recommendation, decisions.c.at,
)  # fmt: skip  # columns
REVISIONS = _of_plan(
    revisions,
    revisions.c.document_id, revisions.c.number, type_coerce(revisions.c.amount, Text),
    revisions.c.currency, revisions.c.made_by_side, revisions.c.made_by, revisions.c.made_at,
)  # fmt: skip  # columns
STANDINGS = _of_plan(
    standings,
    standings.c.code, standings.c.standing, standings.c.closed_at, standings.c.closed_seq,
    standings.c.reported_at, *(type_coerce(standings.c[name], Text) for name in JSON_COLUMNS),
)  # fmt: skip  # columns


def check(connection: Connection, key: dict[str, str], found: Iterable[Entry]) -> None:
    """Hold answers, revisions and standings against a chain that is whole.

    An answer that is gone is no fault if its author was erased: that takes away what they said.

    Raises:
        ChainBroken: naming the entry that something kept beside it does not agree with.
    """
    known = [facts.read(entry.body) for entry in found]
    expected: dict[int, tuple[Any, ...]] = {}
    history = History()
    for fact in known:
        _apply(history, fact)
        if (row := _row(history, fact)) is not None:
            expected[fact.seq] = row
    authors = beside_plan.check(connection, key, known, history)
    _check_decisions(connection, key, expected, len(known), authors)
    _check_revisions(connection, key, known)
    _check_standings(connection, key, history)


def _apply(history: History, fact: Fact) -> None:
    try:
        folding.apply(history, fact)
    except (Refusal, ArithmeticError, LookupError):
        raise ChainBroken(fact.seq, "it cannot follow from the entries before it") from None


def _row(history: History, fact: Fact) -> tuple[Any, ...] | None:
    """Return what is kept beside an answer or a report, but for its words."""
    event = fact.event
    if isinstance(event, MilestoneReported):
        nothing = (None, None, "", None, None, False, fact.at)
        return (event.milestone, *REPORTED, None, fact.by.id, *nothing)
    if not isinstance(event, Answered):
        return None
    return (
        event.milestone, event.act.value, event.answer.value, event.member, None,
        event.document, event.revision, event.hash, _digits(event.limit), event.currency,
        _recommends(history, event), fact.at,
    )  # fmt: skip  # in the order of DECISIONS


def _recommends(history: History, event: Answered) -> bool:
    return any(
        (line.member, line.act, line.say) == (event.member, event.act, closing.Say.RECOMMENDED)
        for line in closing.state(history, event.milestone).lines
    )


def _check_decisions(
    connection: Connection,
    key: dict[str, str],
    expected: dict[int, tuple[Any, ...]],
    last: int,
    authors: frozenset[str],
) -> None:
    left = dict(expected)
    for seq, *row, at in connection.execute(DECISIONS, key):
        if (*row, iso(at)) != left.pop(seq, None):
            raise ChainBroken(min(seq, last), "the answer kept beside it is not the one it records")
    for seq, (_milestone, _act, _answer, member, *_) in left.items():
        if member is None or member in authors:
            raise ChainBroken(seq, "the answer kept beside it is gone, and its author is not")


def _check_revisions(connection: Connection, key: dict[str, str], known: list[Fact]) -> None:
    made = {
        (fact.event.document, fact.event.revision): (
            fact.seq,
            (_digits(fact.event.amount), fact.event.currency, fact.by.side, fact.by.id, fact.at),
        )
        for fact in known
        if isinstance(fact.event, DocumentRevised)
    }
    for document, number, *row, at in connection.execute(REVISIONS, key):
        seq, said = made[document, number]
        if (*row, iso(at)) != said:
            raise ChainBroken(seq, "the revision it names has another amount, maker or moment")


def _check_standings(connection: Connection, key: dict[str, str], history: History) -> None:
    kept = {row[0]: row[1:] for row in connection.execute(STANDINGS, key)}
    for code in sorted(kept.keys() | history.rules.keys()):
        if code not in history.rules or kept.get(code) != _standing(history, code):
            raise ChainBroken(history.seq, f"the entries add up to another standing of {code}")


def _standing(history: History, code: str) -> tuple[Any, ...]:
    row = row_of(closing.state(history, code))
    plain = (row["standing"], row["closed_at"], row["closed_seq"], row["reported_at"])
    return (*plain, *(canonical(row[name]).decode() for name in JSON_COLUMNS))


def _digits(amount: str | None) -> str | None:
    return None if amount is None else format(Decimal(amount), "f")
