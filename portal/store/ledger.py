"""The ledger of a plan: read and folded, appended to, and projected, in one transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.domain import closing, facts, folding
from portal.domain import ledger as chain
from portal.domain.events import By, Event, MilestoneClosed, MilestoneReopened
from portal.domain.history import History
from portal.domain.plan import Plan
from portal.store.schema.plan import plans, standings
from portal.store.schema.record import ledger

ENTRIES = (
    select(ledger.c.seq, ledger.c.previous, ledger.c.body, ledger.c.hash)
    .where(
        ledger.c.organisation_id == bindparam("organisation"), ledger.c.plan_id == bindparam("plan")
    )
    .order_by(ledger.c.seq)
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one act left behind: its first entry's place, and milestones it closed or reopened."""

    seq: int
    closed: tuple[str, ...]
    reopened: tuple[str, ...]


def entries(connection: Connection, organisation: str, plan: str) -> list[chain.Entry]:
    """Return a plan's chain, oldest entry first."""
    rows = connection.execute(ENTRIES, {"organisation": organisation, "plan": plan})
    return [chain.Entry(*row) for row in rows]


def history(connection: Connection, organisation: str, plan: str) -> History:
    """Fold a plan's ledger."""
    found = entries(connection, organisation, plan)
    return folding.fold(facts.read(entry.body) for entry in found)


class Record:
    """A plan's ledger, held under the plan's lock for the length of one transaction."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session = session
        self.plan = plan
        self.history = history(session.connection(), plan.organisation_id, plan.id)
        self._projected = self._states()

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
        self._project()
        return Recorded(first, closed, reopened)

    def _write(self, by: By, now: datetime, event: Event) -> None:
        plan = self.plan
        fact = facts.Fact(plan.ledger_seq + 1, iso(now), by, event)
        body = facts.body(plan.organisation_id, plan.id, fact)
        entry_hash = chain.entry_hash(plan.ledger_head, body)
        self.session.execute(
            insert(ledger),
            {
                "organisation_id": plan.organisation_id,
                "plan_id": plan.id,
                "seq": fact.seq,
                "previous": plan.ledger_head,
                "hash": entry_hash,
                "body": body,
            },
        )
        folding.apply(self.history, fact)
        plan.ledger_seq, plan.ledger_head = fact.seq, entry_hash

    def _states(self) -> dict[str, closing.State]:
        return {code: closing.state(self.history, code) for code in self.history.rules}

    def _project(self) -> None:
        states = self._states()
        key = {"organisation_id": self.plan.organisation_id, "plan_id": self.plan.id}
        changed = [code for code, state in states.items() if self._projected.get(code) != state]
        gone = [*(self._projected.keys() - states.keys()), *changed]
        if gone:
            here = [getattr(standings.c, name) == value for name, value in key.items()]
            self.session.execute(delete(standings).where(*here, standings.c.code.in_(gone)))
        if changed:
            self.session.execute(
                insert(standings), [key | row_of(states[code]) for code in changed]
            )
        self._projected = states


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
