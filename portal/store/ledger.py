"""The ledger of a plan: read and folded, appended to, and projected, in one transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.domain import closing, facts, folding
from portal.domain import ledger as chain
from portal.domain.events import By, Event, MilestoneClosed, MilestoneReopened
from portal.domain.history import History
from portal.domain.plan import Plan
from portal.domain.standings import Standings
from portal.store.remembering import Memory
from portal.store.schema.plan import plans, standings
from portal.store.schema.record import ledger

ENTRIES = (
    select(ledger.c.seq, ledger.c.previous, ledger.c.body, ledger.c.hash)
    .where(
        ledger.c.organisation_id == bindparam("organisation"),
        ledger.c.plan_id == bindparam("plan"),
        ledger.c.seq > bindparam("after"),
    )
    .order_by(ledger.c.seq)
)
ADD = insert(ledger)
HEAD = update(plans).where(
    plans.c.organisation_id == bindparam("organisation"), plans.c.id == bindparam("plan")
)
_STANDING = (
    standings.c.organisation_id == bindparam("organisation"),
    standings.c.plan_id == bindparam("plan"),
    standings.c.code == bindparam("milestone"),
)
DROP = delete(standings).where(*_STANDING)
LAY = insert(standings)
MOVE = update(standings).where(*_STANDING)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one act left behind: its first entry's place, and milestones it closed or reopened."""

    seq: int
    closed: tuple[str, ...]
    reopened: tuple[str, ...]


def entries(
    connection: Connection, organisation: str, plan: str, *, after: int = 0
) -> list[chain.Entry]:
    """Return a plan's chain, oldest entry first; ``after`` is the number of the last one known."""
    key = {"organisation": organisation, "plan": plan, "after": after}
    rows = connection.execute(ENTRIES, key)
    return [chain.Entry(*row) for row in rows]


def history(connection: Connection, organisation: str, plan: str) -> History:
    """Fold a plan's ledger."""
    found = entries(connection, organisation, plan)
    return folding.fold(facts.read(entry.body) for entry in found)


class Record:
    """A plan's ledger, held under the plan's lock for the length of one transaction."""

    def __init__(self, session: Session, plan: Plan, memory: Memory | None = None) -> None:
        self.session = session
        self.plan = plan
        self._memory = memory or Memory()
        self.standings = self._remembered() or self._whole()
        self._projected = self.standings.states

    @property
    def history(self) -> History:
        """What the ledger adds up to, after everything appended here."""
        return self.standings.history

    def append(self, by: By, now: datetime, happened: Iterable[Event]) -> Recorded:
        """Write what happened and what follows from it; move the head; project the standings."""
        open_before, first = set(self.history.closed), self.plan.ledger_seq + 1
        for event in happened:
            self._write(by, now, event)
        after = set(self.history.closed)
        closed = tuple(code for code in self.history.rules if code in after - open_before)
        reopened = tuple(code for code in self.history.rules if code in open_before - after)
        for code in closed:
            self._write(By("system", ""), now, MilestoneClosed(code))
        for code in reopened:
            self._write(By("system", ""), now, MilestoneReopened(code))
        self._move_head()
        self._project()
        return Recorded(first, closed, reopened)

    def remember(self) -> None:
        """Keep what the chain comes to for the next who writes; to be called after the commit."""
        plan = self.plan
        self._memory.keep(plan.organisation_id, plan.id, plan.ledger_head, self.standings)

    def _remembered(self) -> Standings | None:
        """Return what is remembered of this plan, brought up to the head that is locked."""
        plan = self.plan
        known = self._memory.recall(plan.organisation_id, plan.id)
        if known is None or known.head == plan.ledger_head:
            return known.standings if known else None
        newer = entries(self.session.connection(), plan.organisation_id, plan.id, after=known.seq)
        if not chain.leads(newer, known.head, plan.ledger_head):
            return None
        return _taken(known.standings, newer)

    def _whole(self) -> Standings:
        plan = self.plan
        found = entries(self.session.connection(), plan.organisation_id, plan.id)
        return _taken(Standings(), found)

    def _write(self, by: By, now: datetime, event: Event) -> None:
        plan = self.plan
        fact = facts.Fact(plan.ledger_seq + 1, iso(now), by, event)
        body = facts.body(plan.organisation_id, plan.id, fact)
        entry_hash = chain.entry_hash(plan.ledger_head, body)
        self.session.execute(
            ADD,
            {
                "organisation_id": plan.organisation_id,
                "plan_id": plan.id,
                "seq": fact.seq,
                "previous": plan.ledger_head,
                "hash": entry_hash,
                "body": body,
            },
        )
        self.standings.take(fact)
        # The row follows in ``_move_head``: to the session this is what was read.
        set_committed_value(plan, "ledger_seq", fact.seq)
        set_committed_value(plan, "ledger_head", entry_hash)

    def _move_head(self) -> None:
        """Write where the chain ends; a flush would search the whole aggregate for changes."""
        plan = self.plan
        key = {"organisation": plan.organisation_id, "plan": plan.id}
        head = {"ledger_seq": plan.ledger_seq, "ledger_head": plan.ledger_head}
        self.session.execute(HEAD, key | head)

    def _project(self) -> None:
        """Bring the rows of the standings to where the ledger now leads."""
        self.standings.judge()
        before, after = self._projected, self.standings.states
        plan = {"organisation_id": self.plan.organisation_id, "plan_id": self.plan.id}
        key = {"organisation": self.plan.organisation_id, "plan": self.plan.id}
        changed = [state for code, state in after.items() if before.get(code) != state]
        gone = [key | {"milestone": code} for code in before if code not in after]
        laid = [plan | row_of(state) for state in changed if state.code not in before]
        moved = [
            key | {"milestone": row.pop("code")} | row
            for row in (row_of(state) for state in changed if state.code in before)
        ]
        for statement, rows in ((DROP, gone), (LAY, laid), (MOVE, moved)):
            if rows:
                self.session.execute(statement, rows)
        self._projected = after


def _taken(standings: Standings, found: Iterable[chain.Entry]) -> Standings:
    for entry in found:
        standings.take(facts.read(entry.body))
    standings.judge()
    return standings


def row_of(state: closing.State) -> dict[str, Any]:
    """Return a milestone's state as its row of the projection."""
    row = asdict(state)
    row["standing"] = state.standing.value
    row["lines"] = [{**asdict(line), "act": line.act.value, "say": line.say.value,
                     "answer": line.answer.value if line.answer else None}
                    for line in state.lines]  # fmt: skip  # one line, one person
    return row


def bump(session: Session, plan: Plan) -> None:
    """Make a change beside the ledger visible: pages are cached under head and counter."""
    session.execute(
        update(plans)
        .where(plans.c.organisation_id == plan.organisation_id, plans.c.id == plan.id)
        .values(counter=plans.c.counter + 1)
    )


def iso(moment: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
