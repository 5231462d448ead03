"""Meridian Freight's plan kept in a database, and the ways somebody might try to rewrite it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, insert, text
from sqlalchemy.orm import Session

from portal.domain import decision
from portal.domain.acts import Answer
from portal.domain.committee import Member
from portal.domain.committee_events import MemberErased
from portal.domain.document import revised, statement
from portal.domain.events import (
    By,
    MemberAdded,
    MilestoneRule,
    PlanLaidOut,
    PlanShared,
    PlanStarted,
)
from portal.domain.plan import Milestone, Plan, stored
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.words import Person, Words
from portal.store import decisions, erasing, plans
from portal.store.ledger import Record, Recorded
from portal.store.schema.doors import room_sessions
from portal.store.schema.people import accounts, organisations
from portal.store.transaction import Store, altering
from tests.domain.people import INGRID, NAMES, OWEN, PRIYA, SALT, SEATS, TOMAS, asks, rule
from tests.moments import MONDAY_MORNING

ORGANISATION, PLAN = "northwind", "meridian"
PROOF = "statement:M09"
SITE_LEADS: Mapping[str, tuple[str, ...]] = {
    INGRID: (*SEATS[INGRID], "site_lead"),
    PRIYA: SEATS[PRIYA],
    TOMAS: (*SEATS[TOMAS], "site_lead"),
}
# Both site leads confirm the same words; until they have, the next milestone does not open.
RULES = (
    rule("M09", Act.CONFIRM, document=PROOF, who=(asks("site_lead", Quorum.every()),)),
    rule("M10", Act.PROVIDE, values=("date",), after=("M09",), who=(asks("champion"),)),
)


def begin(store: Store, plan: str = PLAN) -> None:
    """Keep a plan, shared with its committee of three, whose first words wait for an answer."""
    with store.writing() as session:
        if session.get(Plan, (ORGANISATION, PLAN)) is None:
            _keep_supplier(session)
        kept = Plan(
            organisation_id=ORGANISATION, id=plan, title="Planning for three depots",
            buyer="Meridian Freight", supplier="Northwind Analytics",
            opportunity_type="new_account", tier=2, facts=[], go_live=date(2027, 3, 1),
            notice_on=None, calendar="GB-ENG", time_zone="Europe/London", currency="GBP",
            amount=Decimal("84000.00"), owner_id=OWEN.id, created_at=MONDAY_MORNING,
            playbook_version=1, members=[_member(plan, *one) for one in enumerate(SITE_LEADS)],
            milestones=[_milestone(plan, *one) for one in enumerate(RULES)],
        )  # fmt: skip  # a row
        kept.share(MONDAY_MORNING)
        session.add(kept)
        session.flush()
        joined = [MemberAdded(m.id, tuple(m.seats), m.commitment()) for m in kept.members]
        started = PlanStarted("new_account", 2, "1", "2027-03-01")
        laid_out = PlanLaidOut(RULES, "2027-03-01")
        record = Record(session, kept)
        record.append(OWEN, MONDAY_MORNING, [started, laid_out, *joined, PlanShared()])
        _revise(record, "Proof in two depots: empty miles fall by 8 % in four weeks.")


def fill(store: Store) -> None:
    """Keep a plan in which something was confirmed, changed, confirmed again, and closed."""
    begin(store)
    confirm(store, INGRID)
    revise(store, "Proof in three depots: empty miles fall by 8 % in four weeks.")
    confirm(store, INGRID)
    confirm(store, TOMAS)
    with store.writing() as session:
        session.execute(insert(room_sessions), {
            "organisation_id": ORGANISATION, "token_hash": "e" * 64, "plan_id": PLAN,
            "member_id": INGRID, "link_id": "link", "created_at": MONDAY_MORNING,
            "expires_at": MONDAY_MORNING, "reads_only": False,
        })  # fmt: skip  # a row


@contextmanager
def holding(store: Store, plan: str = PLAN) -> Iterator[tuple[Session, Record]]:
    """Hold a plan's lock for one transaction, as an action does."""
    with store.writing() as session:
        record = Record(session, plans.locked(session, ORGANISATION, plan), store.memory)
        yield session, record
    record.remember()


def revise(store: Store, words: str) -> None:
    """Write other words to be confirmed."""
    with holding(store) as (_, record):
        _revise(record, words)


def confirm(store: Store, member: str, plan: str = PLAN) -> Recorded:
    """Have somebody confirm the words as they now stand."""
    with holding(store, plan) as (session, record):
        words = Words("I confirm this.", note="Read twice.")
        event = decision.give(
            record.history, Person(member, NAMES[member]), "M09", Act.CONFIRM, Answer.CONFIRMED,
            shown=record.history.documents[PROOF].hash, words=words, salt=SALT,
            today=MONDAY_MORNING.date(),
        )  # fmt: skip  # one decision
        recorded = record.append(By("buyer", member), MONDAY_MORNING, [event])
        decisions.add(
            session, record.plan, recorded.seq, event, words.content(), SALT,
            at=MONDAY_MORNING, title="CFO", recommendation=False,
        )  # fmt: skip  # a row
        return recorded


def erase(store: Store, member: str) -> None:
    """Have somebody erase themselves."""
    with holding(store) as (session, record):
        found = next(one for one in record.plan.members if one.id == member)
        found.erase(MONDAY_MORNING)
        record.append(By("buyer", member), MONDAY_MORNING, [MemberErased(member)])
        erasing.said_and_ways_in(session, ORGANISATION, PLAN, member)


def ways_to_rewrite(is_sqlite: bool) -> list[str]:
    """Return statements that would each change or remove what was recorded, were they let."""
    copied = "SELECT organisation_id, plan_id, {}, previous, '{}', body FROM ledger WHERE seq = 2"
    ways = [
        "UPDATE ledger SET body = '{}' WHERE seq = 2",
        "UPDATE ledger SET seq = seq + 100",
        "DELETE FROM ledger WHERE seq = 2",
        "DELETE FROM ledger",
        "UPDATE revisions SET content = '{}' WHERE number = 1",
        "DELETE FROM revisions WHERE number = 1",
        f"INSERT INTO ledger {copied.format(2, 'f' * 64)} ON CONFLICT"
        " (organisation_id, plan_id, seq) DO UPDATE SET hash = excluded.hash",
    ]
    if not is_sqlite:
        return [*ways, "TRUNCATE ledger CASCADE", "TRUNCATE revisions", "TRUNCATE plans CASCADE"]
    return [
        *ways,
        f"INSERT OR REPLACE INTO ledger {copied.format(2, 'f' * 64)}",
        f"REPLACE INTO ledger {copied.format(99, 'f' * 64)}",
        "UPDATE OR REPLACE ledger SET hash = 'f' WHERE seq = 2",
        "INSERT OR REPLACE INTO revisions SELECT organisation_id, plan_id, document_id, number,"
        " '{}', hash, amount, currency, made_by_side, made_by, made_at, note FROM revisions",
    ]


def behind_our_back(store: Store, *statements: str) -> None:
    """Do what somebody with the database's own tools could do, the triggers out of the way."""
    with altering(store.url.render_as_string(hide_password=False)) as connection:
        _drop_triggers(connection)
        for statement_ in statements:
            connection.execute(text(statement_.replace(":", "\\:")))


def _drop_triggers(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in connection.exec_driver_sql(found).scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_rewriting CASCADE")


def _revise(record: Record, words: str) -> None:
    document = record.plan.document(PROOF)
    made = document.revise(
        statement("M09", "Proof", words), by_side="supplier", by=OWEN.id, now=MONDAY_MORNING
    )
    record.append(OWEN, MONDAY_MORNING, [revised(made, document.title)])


def _member(plan: str, position: int, member: str) -> Member:
    return Member(
        ORGANISATION, plan, member, NAMES[member], f"{member}@meridian.example", "",
        list(SITE_LEADS[member]), "", SALT, MONDAY_MORNING, position=position,
    )  # fmt: skip  # a row


def _milestone(plan: str, position: int, rule: MilestoneRule) -> Milestone:
    return Milestone(
        ORGANISATION, plan, rule.code, position, rule.name, 1, [act.value for act in rule.acts],
        rule.acts_are.value, rule.go_no_go, list(rule.prerequisites), stored(rule.who),
        rule.document, [[name, "What it is"] for name in rule.values], 1, None, False, "", "", "",
    )  # fmt: skip  # a row


def _keep_supplier(session: Session) -> None:
    session.execute(insert(organisations), {
        "organisation_id": ORGANISATION, "name": "Northwind Analytics",
        "domains": ["northwind.example"], "median_deal": Decimal(100000),
        "created_at": MONDAY_MORNING,
    })  # fmt: skip  # a row
    session.execute(insert(accounts), {
        "organisation_id": ORGANISATION, "id": OWEN.id, "email": "owen@northwind.example",
        "name": "Owen Hartley", "title": "Account manager", "role": "seller",
        "created_at": MONDAY_MORNING,
    })  # fmt: skip  # a row
