"""The plan's own rows held against its chain: its terms, its milestones, its people, its documents.

What moves no standing is held against fingerprints, in ``beside_particulars``.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, Text, bindparam, select, type_coerce

from portal.domain.canonical import canonical
from portal.domain.committee_events import MemberErased, MemberJoined, MemberLeft
from portal.domain.events import (
    DocumentRevised,
    MemberAdded,
    MemberIntroduced,
    MilestoneRule,
    PlanStarted,
)
from portal.domain.facts import Fact
from portal.domain.history import History
from portal.domain.ledger import ChainBroken
from portal.domain.plan import stored
from portal.store import beside_particulars
from portal.store.ledger import iso
from portal.store.schema.plan import decisions, documents, members, milestones, plans


def _of_plan(table: Table, *columns: Any, plan: str = "plan_id") -> Any:
    return select(*columns).where(
        table.c.organisation_id == bindparam("organisation"), table.c[plan] == bindparam("plan")
    )


def _raw(column: Any) -> Any:
    """Return JSON or an amount as text: a row edited behind our back need not hold any."""
    return type_coerce(column, Text)


TERMS = _of_plan(
    plans,
    plans.c.opportunity_type, plans.c.tier, plans.c.playbook_version, plans.c.go_live,
    plans.c.created_at, plans.c.shared_at,
    plan="id",
)  # fmt: skip  # columns
MILESTONES = _of_plan(
    milestones,
    milestones.c.code, milestones.c.name, _raw(milestones.c.acts), milestones.c.acts_are,
    milestones.c.go_no_go, _raw(milestones.c.prerequisites), _raw(milestones.c.who),
    milestones.c.document_id, _raw(milestones.c.asks),
)  # fmt: skip  # columns
PEOPLE = _of_plan(
    members,
    members.c.id, members.c.salt, members.c.name, members.c.email, _raw(members.c.seats),
    members.c.added_at, members.c.left_at, members.c.introduced_at,
    members.c.title, members.c.site, members.c.erased_at,
    _raw(members.c.limit_amount), members.c.limit_currency,
)  # fmt: skip  # columns
DOCUMENTS = _of_plan(documents, documents.c.id, documents.c.kind)
SAID = _of_plan(
    decisions, decisions.c.seq, decisions.c.title, _raw(decisions.c.words), decisions.c.member_id
)
NAMED = _of_plan(members, members.c.id, members.c.name)


def check(
    connection: Connection, key: dict[str, str], known: list[Fact], history: History
) -> frozenset[str]:
    """Hold the plan's rows against its facts; return the members whose data was not erased.

    Raises:
        ChainBroken: naming the entry that a row does not agree with.
    """
    _check_terms(connection, key, known, history)
    _check_milestones(connection, key, known, history)
    _check_documents(connection, key, known)
    _check_titles(connection, key)
    kept = _check_members(connection, key, known, history)
    beside_particulars.check(connection, key, known, history)
    return kept


def _check_terms(
    connection: Connection, key: dict[str, str], known: list[Fact], history: History
) -> None:
    row = connection.execute(TERMS, key).one()
    if not known:
        return
    started = next(fact for fact in known if isinstance(fact.event, PlanStarted))
    begun: Any = started.event
    version = begun.playbook.rpartition("/")[2]
    if (row[0], row[1], str(row[2])) != (begun.opportunity_type, begun.tier, version):
        raise ChainBroken(started.seq, "the plan kept beside it has another type, tier or playbook")
    dated = [fact for fact in known if getattr(fact.event, "go_live", None)]
    if str(row[3]) != getattr(dated[-1].event, "go_live", None):
        raise ChainBroken(dated[-1].seq, "the plan kept beside it has another go-live")
    if (iso(row[4]), row[5] and iso(row[5])) != (started.at, history.shared_at or None):
        raise ChainBroken(started.seq, "the plan kept beside it has another beginning")


def _check_milestones(
    connection: Connection, key: dict[str, str], known: list[Fact], history: History
) -> None:
    kept = {row[0]: tuple(row[1:]) for row in connection.execute(MILESTONES, key)}
    for code in sorted(kept.keys() | history.rules.keys()):
        rule = history.rules.get(code)
        if rule is None or code not in kept or not _is_rule(kept[code], rule):
            raise ChainBroken(
                beside_particulars.laid(known, code),
                f"the milestone {code} kept beside it is another",
            )


def _is_rule(row: tuple[Any, ...], rule: MilestoneRule) -> bool:
    *plain, asks = row
    return plain == [
        rule.name, _text([act.value for act in rule.acts]), rule.acts_are.value, rule.go_no_go,
        _text(list(rule.prerequisites)), _text(stored(rule.who)), rule.document,
    ] and _first_of_each(asks) == list(rule.values)  # fmt: skip  # one comparison


def _first_of_each(text: str) -> list[str] | None:
    """Return the names of what a milestone asks for; None if the text is not one of ours."""
    try:
        asks = json.loads(text)
        return [name for name, _ in asks] if _text(asks) == text else None
    except (TypeError, ValueError):
        return None


def _check_documents(connection: Connection, key: dict[str, str], known: list[Fact]) -> None:
    made = {fact.event.document: fact.seq for fact in reversed(known)
            if isinstance(fact.event, DocumentRevised)}  # fmt: skip  # one map
    kept = {row[0]: row[1] for row in connection.execute(DOCUMENTS, key)}
    for document, seq in made.items():
        if kept.get(document) != document.partition(":")[0]:
            raise ChainBroken(seq, "the document it revises is another, or missing")


def _check_titles(connection: Connection, key: dict[str, str]) -> None:
    """Hold the title beside an answer against the statement, which the entry commits to.

    A name may hold a comma or an "of" itself, so it is known from beside. Where a person's name is
    another one by now, a title that is missing cannot be told from one that never was.
    """
    names = {member: name for member, name in connection.execute(NAMED, key) if name}
    for seq, title, text, member in connection.execute(SAID, key):
        said = json.loads(text).get("statement", "")
        begins = f"I, {names[member]}" if member in names else "I, "
        is_of_a_person = member and said.startswith(begins)
        if title:
            fits = f", {title} of " in said if is_of_a_person else bool(said)
        else:
            fits = not (is_of_a_person and said.startswith(f"{begins}, "))
        if not fits:
            raise ChainBroken(seq, "the title kept beside it is not the one in its statement")


def _check_members(
    connection: Connection, key: dict[str, str], known: list[Fact], history: History
) -> frozenset[str]:
    joined = _moments(known, MemberAdded, MemberJoined, first=True)
    introduced = _moments(known, MemberIntroduced)
    gone = _moments(known, MemberLeft, MemberErased, first=True)
    erased = _moments(known, MemberErased, first=True)
    limits = {
        fact.event.member: (fact.event.limit, fact.event.currency)
        for fact in known
        if isinstance(fact.event, MemberIntroduced)
    }
    kept = set()
    missing = dict(joined)
    for member, salt, name, email, seats, added, left, told, *more in connection.execute(
        PEOPLE, key
    ):
        title, site, without, *limit = more
        seq, at = missing.pop(member, (known[-1].seq, ""))
        if member not in erased:
            kept.add(member)
        _check_erased(erased.get(member, (seq, "")), without, (salt, name, email, title, site))
        seated = history.members.get(member)
        if not _seats(seats, seated.seats if seated else frozenset()) or iso(added) != at:
            raise ChainBroken(seq, "the person kept beside it has another seat or day")
        seq, at = gone.get(member, (seq, ""))
        if ((left and iso(left)) or "") != at:
            raise ChainBroken(seq, "the person kept beside it left on another day, or did not")
        seq, at = introduced.get(member, (seq, ""))
        if (*limit, (told and iso(told)) or "") != (*limits.get(member, (None, None)), at):
            raise ChainBroken(seq, "the person kept beside it has another limit, or stated it when"
                                   " it does not say")  # fmt: skip  # one sentence
    for seq, _ in missing.values():
        raise ChainBroken(seq, "the person it names is missing")
    return frozenset(kept)


def _check_erased(entry: tuple[int, str], without: Any, texts: tuple[str, ...]) -> None:
    """Hold a person's texts against the entry that erases them, if one does."""
    seq, at = entry
    if ((without and iso(without)) or "") != at:
        raise ChainBroken(seq, "the person kept beside it was erased on another day, or was not")
    if at and any(texts):
        raise ChainBroken(seq, "the person kept beside it was erased, and is named again")
    if not at and not texts[0]:
        raise ChainBroken(seq, "the person kept beside it is blank, and no entry erases them")


def _moments(
    known: Iterable[Fact], *kinds: type[Any], first: bool = False
) -> dict[str, tuple[int, str]]:
    """Return for each member the entry of such a kind, the first or the last, and its moment."""
    found: dict[str, tuple[int, str]] = {}
    for fact in known:
        event: Any = fact.event
        if isinstance(event, kinds) and not (first and event.member in found):
            found[event.member] = fact.seq, fact.at
    return found


def _seats(text: str, seats: Iterable[str]) -> bool:
    try:
        held = json.loads(text)
        return _text(held) == text and sorted(held) == sorted(seats)
    except (TypeError, ValueError):
        return False


def _text(value: Mapping[str, Any] | list[Any]) -> str:
    return canonical(value).decode()
