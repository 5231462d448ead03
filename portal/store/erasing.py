"""Erasing, as rows: what is kept of a person beside the chain goes, and the chain stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, literal, select, update
from sqlalchemy.orm import Session

from portal.domain.erasing import Traces
from portal.store.outbox import SENT
from portal.store.schema.doors import codes, guests, knocks, links, room_sessions
from portal.store.schema.outgoing import outbox, papers
from portal.store.schema.people import accounts, password_links, seller_sessions
from portal.store.schema.plan import decisions, members, plans
from portal.store.schema.proofs import passkeys, recovery_codes, second_factors, second_steps
from portal.store.schema.record import ledger

KNOCK = "knock"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is kept: as a member or a guest of a plan, or as an account."""

    organisation_id: str
    plan_id: str
    id: str


def members_of(connection: Connection, email: str, organisation: str | None) -> list[Place]:
    """Return the plans whose committee an address is on or was on, in every organisation or one."""
    asked = select(members.c.organisation_id, members.c.plan_id, members.c.id).where(
        func.lower(members.c.email) == email
    )
    return _found(connection, asked, members, organisation)


def guests_of(connection: Connection, email: str, organisation: str | None) -> list[Place]:
    """Return the plans that an address asked to come to, and has not come to."""
    asked = select(guests.c.organisation_id, guests.c.plan_id, guests.c.id).where(
        func.lower(guests.c.email) == email
    )
    return _found(connection, asked, guests, organisation)


def accounts_of(
    connection: Connection, email: str, organisation: str | None, *, left: bool
) -> list[Place]:
    """Return the accounts an address had and that were taken off, or those it still signs in to."""
    asked = select(accounts.c.organisation_id, literal(""), accounts.c.id).where(
        func.lower(accounts.c.email) == email,
        accounts.c.left_at.is_not(None) if left else accounts.c.left_at.is_(None),
    )
    return _found(connection, asked, accounts, organisation)


def traces(connection: Connection, organisation: str, plan: str, member: str) -> Traces:
    """Return what a member is known by in texts about others."""
    email, name = connection.execute(
        select(members.c.email, members.c.name).where(
            members.c.organisation_id == organisation,
            members.c.plan_id == plan,
            members.c.id == member,
        )
    ).one()
    others = addresses(connection, organisation, plan, member)
    return Traces(frozenset({email.lower()}), "" if name in others.values() else name)


def _found(connection: Connection, asked: Any, table: Any, organisation: str | None) -> list[Place]:
    if organisation is not None:
        asked = asked.where(table.c.organisation_id == organisation)
    rows = connection.execute(asked.order_by(table.c.organisation_id, table.c.id))
    return [Place(*row) for row in rows]


def said_and_ways_in(session: Session, organisation: str, plan: str, member: str) -> None:
    """Take away the words of a member's answers, and every way they came in by."""
    whose = {"organisation_id": organisation, "plan_id": plan, "member_id": member}
    session.execute(
        update(decisions).where(*_same(decisions, whose)).values(words={}, salt="", title="")
    )
    for table in (codes, room_sessions, links, knocks):
        session.execute(delete(table).where(*_same(table, whose)))


def guest(session: Session, organisation: str, plan: str, email: str) -> int:
    """Keep nothing of an address that asked to come to a plan; return how many rows there were."""
    whose = {"organisation_id": organisation, "plan_id": plan}
    gone: Any = session.execute(
        delete(guests).where(*_same(guests, whose), func.lower(guests.c.email) == email.lower())
    )
    return int(gone.rowcount)


def letters(
    session: Session,
    organisation: str,
    plan: str | None,
    who: Traces,
    others: frozenset[str],
    member: str = "",
) -> list[str]:
    """Take away a person's letters and their traces in others'; return whose files may lie about.

    A letter is theirs if it bears their id (``member``) or goes to an address of theirs: the one on
    file, or one that is nobody else's (``others``) and that some letter with their id, or with
    their name, went to; letters of older versions bear no id.

    Without a plan it is about an account, which has one address: letters of a plan go to buyers,
    and are theirs even if somebody shares a name or an address with them.
    """
    asked = select(
        outbox.c.id, outbox.c.recipient, outbox.c.payload, outbox.c.problem, outbox.c.state,
        outbox.c.plan_id, outbox.c.kind,
    ).where(outbox.c.organisation_id == organisation)  # fmt: skip  # columns
    asked = asked.where(outbox.c.plan_id == plan) if plan is not None else asked
    found = session.execute(asked).all()
    if plan is not None:
        who = replace(who, emails=who.emails | _further(who, found, others, member))
    left = []
    for letter, recipient, payload, problem, state, of, kind in found:
        is_buyers = plan is None and of is not None and recipient.lower() in others
        is_theirs = recipient.lower() in who.emails and not is_buyers
        is_theirs |= bool(member) and payload.get("member") == member
        if not recipient and kind != KNOCK:
            continue  # what the worker is to do names nobody, whatever it is called
        clean = who.without_in(payload)
        told = None if problem is None else who.without(problem)
        if not is_theirs and (clean, told) == (payload, problem):
            continue
        here = (outbox.c.organisation_id == organisation, outbox.c.id == letter)
        if is_theirs:
            session.execute(delete(outbox).where(*here))
        else:
            session.execute(update(outbox).where(*here).values(payload=clean, problem=told))
        if is_theirs or state == SENT:
            left.append(letter)
    return left


def _further(who: Traces, letters: Iterable[Any], others: frozenset[str], member: str) -> set[str]:
    """Return the addresses that a person had before or was to have, as their letters tell."""
    return {
        recipient.lower()
        for _, recipient, payload, *_ in letters
        if recipient.lower() not in others
        and (
            (who.name and payload.get("name") == who.name)
            or (member and payload.get("member") == member)
        )
    }


def addresses(connection: Connection, organisation: str, plan: str, but: str) -> dict[str, str]:
    """Return the names of everybody a plan's letters go to ``but`` one, by their addresses."""
    named = {}
    for account_id, email, name in connection.execute(
        select(accounts.c.id, accounts.c.email, accounts.c.name).where(
            accounts.c.organisation_id == organisation
        )
    ):
        if account_id != but and email:
            named[email.lower()] = name
    for member, email, name in connection.execute(
        select(members.c.id, members.c.email, members.c.name).where(
            members.c.organisation_id == organisation, members.c.plan_id == plan
        )
    ):
        if member != but and email:
            named[email.lower()] = name
    return named


def everybody(connection: Connection, organisation: str, but: str) -> dict[str, frozenset[str]]:
    """Return the names of everybody an organisation's letters go to, by their addresses.

    Members and guests of every plan are among them, and every account ``but`` one.
    """
    named: dict[str, set[str]] = {}
    for table in (accounts, members):
        for one, email, name in connection.execute(
            select(table.c.id, table.c.email, table.c.name).where(
                table.c.organisation_id == organisation
            )
        ):
            if email and (table is members or one != but):
                named.setdefault(email.lower(), set()).add(name)
    for email in connection.execute(
        select(guests.c.email).where(guests.c.organisation_id == organisation)
    ).scalars():
        named.setdefault(email.lower(), set()).add(email.partition("@")[0])
    return {email: frozenset(names) for email, names in named.items()}


def account(session: Session, organisation: str, account_id: str) -> None:
    """Keep nothing of whose account it was but its id; every page of its plans is read anew."""
    whose = {"organisation_id": organisation, "account_id": account_id}
    for table in (
        password_links, seller_sessions, second_factors, recovery_codes, second_steps, passkeys,
    ):  # fmt: skip  # a list
        session.execute(delete(table).where(*_same(table, whose)))
    session.execute(
        update(accounts)
        .where(accounts.c.organisation_id == organisation, accounts.c.id == account_id)
        .values(name="", email="", title="", password_hash=None)
    )
    session.execute(
        update(plans)
        .where(plans.c.organisation_id == organisation)
        .values(counter=plans.c.counter + 1)
    )


def naming(connection: Connection, organisation: str, plan: str) -> tuple[frozenset[str], str]:
    """Return what decides whom a PDF names: the members who were erased, and the seller's name."""
    erased = connection.execute(
        select(members.c.id).where(
            members.c.organisation_id == organisation,
            members.c.plan_id == plan,
            members.c.erased_at.is_not(None),
        )
    ).scalars()
    owner = connection.execute(
        select(accounts.c.name)
        .join(
            plans,
            (plans.c.organisation_id == accounts.c.organisation_id)
            & (plans.c.owner_id == accounts.c.id),
        )
        .where(plans.c.organisation_id == organisation, plans.c.id == plan)
    ).scalar_one()
    return frozenset(erased), owner


def heads(
    connection: Connection, organisation: str, plan: str | None, before: int | None
) -> dict[str, frozenset[str]]:
    """Return the heads that plans had ``before`` an entry, or ever, by the plan: one, or all.

    What was printed at one of them may name somebody erased since.
    """
    asked = select(ledger.c.plan_id, ledger.c.hash).where(ledger.c.organisation_id == organisation)
    asked = asked.where(ledger.c.plan_id == plan) if plan is not None else asked
    asked = asked.where(ledger.c.seq < before) if before is not None else asked
    found: dict[str, set[str]] = {}
    for of, head in connection.execute(asked):
        found.setdefault(of, set()).add(head)
    return {of: frozenset(each) for of, each in found.items()}


def forget_papers(session: Session, organisation: str, plan: str, heads: frozenset[str]) -> None:
    """Keep no note of the PDFs made at these heads: their files are gone."""
    known = session.execute(
        select(papers.c.head)
        .where(papers.c.organisation_id == organisation, papers.c.plan_id == plan)
        .distinct()
    ).scalars()
    for head in [one for one in known if one in heads]:
        session.execute(
            delete(papers).where(
                papers.c.organisation_id == organisation,
                papers.c.plan_id == plan,
                papers.c.head == head,
            )
        )


def _same(table: Any, whose: Mapping[str, str]) -> list[Any]:
    return [table.c[name] == value for name, value in whose.items()]
