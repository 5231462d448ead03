"""Which PDFs were asked for, made, or could not be made, and what each file must hash to."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.checkpoint import Proof
from portal.domain.ledger import Entry
from portal.store import log, scope
from portal.store.ledger import entries
from portal.store.pages.plan import plan_page, revisions_of
from portal.store.pages.rows import PlanPage, RevisionRow
from portal.store.schema.outgoing import papers
from portal.store.schema.plan import decisions, members, plans
from portal.store.scope import Whose

WAITING, MADE, FAILED, OVERTAKEN = "waiting", "made", "failed", "overtaken"


@dataclass(frozen=True, slots=True)
class Key:
    """What a PDF depends on, and nothing else."""

    organisation_id: str
    plan_id: str
    head: str
    paper: str
    build: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF: where it stands, its SHA-256 once made, or why it could not be made."""

    key: Key
    state: str
    sha256: str | None
    asked_at: datetime
    made_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a PDF is made from, read in one snapshot.

    ``entries`` is the whole chain, ``revisions`` every revision of every document, ``salts`` the
    salts of the commitments to what was said, by entry number, without those of people erased,
    ``people`` those kept with members, empty where they were erased.
    ``proof`` is of the last head that a checkpoint covers.
    """

    page: PlanPage
    entries: tuple[Entry, ...]
    revisions: tuple[RevisionRow, ...]
    salts: dict[int, str]
    people: dict[str, str]
    proof: Proof | None


OF_PLAN = (
    select(
        *(papers.c[name] for name in Key.__dataclass_fields__),
        papers.c.state, papers.c.sha256, papers.c.asked_at, papers.c.made_at, papers.c.problem,
    )
    .where(
        papers.c.organisation_id == bindparam("organisation"),
        papers.c.plan_id == bindparam("plan"),
        papers.c.paper == bindparam("paper"),
    )
    .order_by(papers.c.asked_at, papers.c.head, papers.c.build)
)  # fmt: skip  # the columns of Key and Paper
HEAD = select(plans.c.ledger_head).where(
    plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan")
)
LOCK = HEAD.with_for_update()
SALTS = select(decisions.c.seq, decisions.c.salt).where(
    decisions.c.organisation_id == bindparam("organisation"),
    decisions.c.plan_id == bindparam("plan"),
)
PEOPLE = select(members.c.id, members.c.salt).where(
    members.c.organisation_id == bindparam("organisation"),
    members.c.plan_id == bindparam("plan"),
)


def of_plan(connection: Connection, organisation: str, plan: str, paper: str) -> list[Paper]:
    """Return every PDF of a plan on one paper, in the order they were asked for."""
    key = {"organisation": organisation, "plan": plan, "paper": paper}
    rows: Any = connection.execute(OF_PLAN, key)
    return [Paper(Key(*row[:5]), *row[5:]) for row in rows]


def head(connection: Connection, organisation: str, plan: str) -> str | None:
    """Return the head of a plan's ledger, or None if the organisation has no such plan."""
    key = {"organisation": organisation, "plan": plan}
    return connection.execute(HEAD, key).scalar_one_or_none()


def material(connection: Connection, organisation: str, plan: str) -> Material | None:
    """Read everything a PDF is made from, or None if the organisation has no such plan."""
    page = plan_page(connection, organisation, plan)
    if page is None:
        return None
    key = {"organisation": organisation, "plan": plan}
    return Material(
        page=page,
        entries=tuple(entries(connection, organisation, plan)),
        revisions=tuple(
            revision
            for document in sorted(page.documents)
            for revision in revisions_of(connection, organisation, plan, document)
        ),
        salts={row[0]: row[1] for row in connection.execute(SALTS, key) if row[1]},
        people={row[0]: row[1] for row in connection.execute(PEOPLE, key)},
        proof=_proof(connection, organisation, plan),
    )


def _proof(connection: Connection, organisation: str, plan: str) -> Proof | None:
    """Read the proof, and last of all: its nodes are hashes over every organisation's heads."""
    scope.name(connection, Whose.EVERYBODYS)
    return log.proof(connection, organisation, plan)


def lock(session: Session, organisation: str, plan: str) -> None:
    """Hold the plan, so that two workers note what they made one after the other."""
    session.execute(LOCK, {"organisation": organisation, "plan": plan})


def note(session: Session, key: Key, now: datetime, **values: Any) -> None:
    """Write down where a PDF stands; ``values`` are columns of the table, ``state`` among them.

    Call with the plan locked.
    """
    here = and_(*(papers.c[name] == value for name, value in _columns(key).items()))
    found = session.execute(select(papers.c.state).where(here)).first()
    if found is None:
        row = {"sha256": None, "made_at": None, "problem": None, "asked_at": now}
        session.execute(insert(papers), row | _columns(key) | values)
    else:
        session.execute(update(papers).where(here).values(**values))


def overtake(session: Session, key: Key) -> None:
    """Let go of what was asked for an earlier head: the newer PDF holds all of it."""
    session.execute(
        update(papers)
        .where(
            papers.c.organisation_id == key.organisation_id,
            papers.c.plan_id == key.plan_id,
            papers.c.paper == key.paper,
            papers.c.state.in_((WAITING, FAILED)),
        )
        .values(state=OVERTAKEN)
    )


def _columns(key: Key) -> dict[str, str]:
    return dict(zip(Key.__dataclass_fields__, astuple(key), strict=True))
