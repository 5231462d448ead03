"""Recording an act: chain, head and standings are written together or not at all."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, text

from portal.domain import closing
from portal.domain import ledger as chain
from portal.domain.events import Event, LinkIssued, MilestoneClosed, MilestoneReopened
from portal.store import ledger, plans
from portal.store.schema.plan import plans as plans_table
from portal.store.schema.plan import standings
from portal.store.schema.record import ledger as ledger_table
from portal.store.transaction import Store
from tests.domain.people import INGRID, OWEN, STRANGER, TOMAS
from tests.moments import MONDAY_MORNING
from tests.store import meridian

TABLES = (ledger_table, plans_table, standings)


def everything(store: Store) -> list[object]:
    with store.reading() as connection:
        return [connection.execute(select(t).order_by(*t.primary_key)).all() for t in TABLES]


def chain_of(store: Store) -> list[chain.Entry]:
    with store.reading() as connection:
        return ledger.entries(connection, meridian.ORGANISATION, meridian.PLAN)


def test_every_entry_stands_on_the_one_before_it(store: Store) -> None:
    meridian.fill(store)
    assert chain.verify(chain_of(store)) == 12


def test_the_plan_names_the_end_of_its_chain(store: Store) -> None:
    meridian.fill(store)
    with store.reading() as connection:
        head = connection.execute(text("SELECT ledger_seq, ledger_head FROM plans")).one()
    last = chain_of(store)[-1]
    assert tuple(head) == (last.seq, last.hash)


def test_closing_follows_from_the_answer_that_completes_the_quorum(store: Store) -> None:
    meridian.begin(store)
    assert meridian.confirm(store, INGRID).closed == ()
    assert meridian.confirm(store, TOMAS).closed == ("M09",)
    assert chain_of(store)[-1].body["event"] == MilestoneClosed.NAME


def test_other_words_reopen_what_was_closed(store: Store) -> None:
    meridian.fill(store)
    meridian.revise(store, "Proof in four depots.")
    assert chain_of(store)[-1].body["event"] == MilestoneReopened.NAME


def break_off_in_the_middle(store: Store) -> None:
    def happened() -> Iterator[Event]:
        yield LinkIssued(INGRID, "first")
        raise ConnectionResetError

    with meridian.holding(store) as (_, record):
        record.append(OWEN, MONDAY_MORNING, happened())


def break_off_at_the_end(store: Store) -> None:
    with meridian.holding(store) as (_, record):
        record.append(OWEN, MONDAY_MORNING, [LinkIssued(INGRID, "first")])
        raise ConnectionResetError


@pytest.mark.parametrize("break_off", [break_off_in_the_middle, break_off_at_the_end])
def test_an_act_that_is_broken_off_leaves_nothing_behind(
    store: Store, break_off: Callable[[Store], None]
) -> None:
    meridian.fill(store)
    before = everything(store)
    with pytest.raises(ConnectionResetError):
        break_off(store)
    assert everything(store) == before


def test_the_standings_equal_those_rebuilt_from_the_ledger(store: Store) -> None:
    meridian.fill(store)
    with store.reading() as connection:
        history = ledger.history(connection, meridian.ORGANISATION, meridian.PLAN)
        kept = {row["code"]: dict(row) for row in connection.execute(select(standings)).mappings()}
    key = {"organisation_id": meridian.ORGANISATION, "plan_id": meridian.PLAN}
    rebuilt = {
        code: key | as_stored(ledger.row_of(closing.state(history, code))) for code in history.rules
    }
    assert kept == rebuilt


def as_stored(row: dict[str, object]) -> dict[str, object]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}


def test_a_change_beside_the_ledger_moves_the_counter_and_not_the_head(store: Store) -> None:
    meridian.begin(store)
    where = select(plans_table.c.counter, plans_table.c.ledger_head)
    with store.reading() as connection:
        counter, head = connection.execute(where).one()
    with meridian.holding(store) as (session, record):
        ledger.bump(session, record.plan)
    with store.reading() as connection:
        assert tuple(connection.execute(where).one()) == (counter + 1, head)


@pytest.mark.parametrize("key", [("northwind", "another"), (STRANGER, meridian.PLAN)])
def test_a_strangers_plan_and_a_missing_one_are_alike_not_there(
    store: Store, key: tuple[str, str]
) -> None:
    meridian.begin(store)
    with pytest.raises(plans.NotFound), store.writing() as session:
        plans.locked(session, *key)
