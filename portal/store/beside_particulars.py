"""Labels, layout and terms held against what their entries commit to, and people's days and places.

Entries of programs before this one commit to none of it; then there is nothing to hold them against
(docs/decisions/seal.md).
"""

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Table,
    Text,
    and_,
    bindparam,
    func,
    select,
    type_coerce,
)

from portal.domain import particulars
from portal.domain.canonical import canonical
from portal.domain.committee_events import MemberJoined
from portal.domain.events import (
    DocumentRevised,
    MemberAdded,
    MilestoneRule,
    PlanHandedOver,
    PlanStarted,
)
from portal.domain.facts import Fact
from portal.domain.history import History
from portal.domain.ledger import ChainBroken
from portal.store.schema.doors import links, room_sessions
from portal.store.schema.plan import documents, members, milestones, plans, revisions
from portal.store.schema.types import Canonical, Money

Key = dict[str, str]
NAMES = ("title", "buyer", "supplier")
# What the values of a row edited behind our back can make of a comparison.
UNREADABLE = (LookupError, TypeError, ValueError)


def _of_plan(table: Table, *columns: Any, plan: str = "plan_id") -> Any:
    return select(*columns).where(
        table.c.organisation_id == bindparam("organisation"), table.c[plan] == bindparam("plan")
    )


def _raw(table: Table, *names: str) -> Iterator[Any]:
    """Yield columns as they are stored: a row edited behind our back need not hold a value."""
    for name in names:
        column: Column[Any] = table.c[name]
        is_text = isinstance(column.type, Canonical | Money) or name.endswith("_on")
        yield type_coerce(column, Text).label(name) if is_text else column


PLAN = _of_plan(
    plans, *_raw(plans, *NAMES, *particulars.TERMS), plans.c.terms_salt, plans.c.owner_id, plan="id"
)
MILESTONES = _of_plan(milestones, milestones.c.code, *_raw(milestones, *particulars.LAYOUT))
LABELS = _of_plan(
    revisions, revisions.c.document_id, revisions.c.number, documents.c.title, revisions.c.note
).join_from(revisions, documents)
PEOPLE = _of_plan(
    members,
    members.c.id, members.c.position, members.c.site, members.c.salt,
    *_raw(members, "continued_on"),
)  # fmt: skip  # columns
VISITS = (
    _of_plan(room_sessions, room_sessions.c.member_id, func.max(room_sessions.c.created_at))
    .join_from(
        room_sessions,
        links,
        and_(
            links.c.organisation_id == room_sessions.c.organisation_id,
            links.c.plan_id == room_sessions.c.plan_id,
            links.c.id == room_sessions.c.link_id,
        ),
    )
    .group_by(room_sessions.c.member_id)
)


def check(connection: Connection, key: Key, known: list[Fact], history: History) -> None:
    """Hold a plan's rows against the fingerprints in its facts.

    Raises:
        ChainBroken: naming the entry that commits to something else.
    """
    started = next((fact for fact in known if isinstance(fact.event, PlanStarted)), None)
    if started is None:
        return
    plan = connection.execute(PLAN, key).one()
    _check_owner(plan, known, started)
    _check_milestones(connection, key, known, history)
    _check_labels(connection, key, known)
    if isinstance(started.event, PlanStarted) and started.event.names is not None:
        _check_plan(plan, started.seq, started.event)
        _check_people(connection, key, known, ZoneInfo(plan.time_zone))


def _check_owner(plan: Row[Any], known: list[Fact], started: Fact) -> None:
    """Hold the owner against the last entry that made somebody the plan's seller."""
    said = [(fact.seq, fact.event.to) for fact in known if isinstance(fact.event, PlanHandedOver)]
    if not said and getattr(started.event, "names", None) is not None:
        said = [(started.seq, started.by.id)]
    if said and plan.owner_id != said[-1][1]:
        raise ChainBroken(said[-1][0], "the plan kept beside it is another seller's")


def _check_plan(plan: Row[Any], seq: int, said: PlanStarted) -> None:
    if particulars.names(plan.title, plan.buyer, plan.supplier) != said.names:
        raise ChainBroken(seq, "the plan kept beside it, or one of its companies, has another name")
    values = _values(plans, plan, particulars.TERMS)
    if values is None or particulars.terms(plan.terms_salt, values) != said.terms:
        raise ChainBroken(seq, "the plan kept beside it came about on other terms")


def _check_milestones(
    connection: Connection, key: Key, known: list[Fact], history: History
) -> None:
    for row in connection.execute(MILESTONES, key):
        said = history.rules[row.code].layout
        values = _values(milestones, row, particulars.LAYOUT)
        if said is not None and (values is None or particulars.layout(values) != said):
            reason = f"the milestone {row.code} kept beside it is told or laid out otherwise"
            raise ChainBroken(laid(known, row.code), reason)


def laid(known: list[Fact], code: str) -> int:
    """Return the last entry that says what closes a milestone, else the last of all."""
    said = [
        fact.seq
        for fact in known
        for rule in (*getattr(fact.event, "milestones", ()), getattr(fact.event, "milestone", None))
        if isinstance(rule, MilestoneRule) and rule.code == code
    ]
    return (said or [known[-1].seq if known else 1])[-1]


def _check_labels(connection: Connection, key: Key, known: list[Fact]) -> None:
    made = {
        (fact.event.document, fact.event.revision): (fact.seq, fact.event.labels)
        for fact in known
        if isinstance(fact.event, DocumentRevised)
    }
    rows = connection.execute(LABELS, key).all()
    for document, number, title, note in sorted(rows, key=lambda row: made[row[0], row[1]][0]):
        seq, said = made[document, number]
        if said is not None and particulars.labels(title, note) != said:
            raise ChainBroken(seq, "the document it revises has another title, or its note differs")


def _check_people(connection: Connection, key: Key, known: list[Fact], zone: ZoneInfo) -> None:
    joined = {
        fact.event.member: fact
        for fact in reversed(known)
        if isinstance(fact.event, MemberAdded | MemberJoined)
    }
    places = set(enumerate(sorted(joined, key=lambda member: joined[member].seq)))
    last = {member: at.astimezone(zone).date() for member, at in connection.execute(VISITS, key)}
    rows = connection.execute(PEOPLE, key).all()
    for member, position, site, salt, continued in sorted(rows, key=lambda r: joined[r.id].seq):
        fact = joined[member]
        if (position, member) not in places:
            raise ChainBroken(fact.seq, "the person kept beside it has another place in the order")
        if str(continued or None) != str(last.get(member)):
            raise ChainBroken(fact.seq, "the person kept beside it was here on another day")
        said = fact.event.site if isinstance(fact.event, MemberAdded) else None
        is_elsewhere = bool(site) if said is None else particulars.site(salt, site) != said
        if salt and is_elsewhere:  # of whoever was erased no salt is left
            raise ChainBroken(fact.seq, "the person kept beside it works elsewhere")


def _values(table: Table, row: Row[Any], fields: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a row's values as they were hashed; None where one is no value of ours."""
    try:
        return {name: _value(table.c[name].type, row._mapping[name]) for name in fields}
    except UNREADABLE:
        return None


def _value(kind: Any, stored: Any) -> Any:
    if not isinstance(kind, Canonical):
        return stored if stored is None or isinstance(stored, bool | int) else str(stored)
    value = json.loads(stored)
    if canonical(value).decode() != stored:
        raise ValueError
    return value
