"""Remembering what a chain comes to: quicker, and never believed over the head that is locked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from portal.domain import closing
from portal.domain.events import By, MilestoneWaived
from portal.domain.history import History
from portal.domain.standings import Standings
from portal.store import ledger
from portal.store.ledger import Record
from portal.store.remembering import Memory
from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.domain.people import INGRID, TOMAS
from tests.moments import MONDAY_MORNING
from tests.store import meridian

KEY = (meridian.ORGANISATION, meridian.PLAN)


@contextmanager
def reading_after(store: Store) -> Iterator[list[int]]:
    """Note each reading of the ledger while writing: the number after which it began."""
    found: list[int] = []

    def look(*given: Any) -> None:
        _, _, statement, parameters, *_ = given
        if statement.startswith("SELECT ledger"):
            values = parameters.values() if isinstance(parameters, dict) else parameters
            found.extend(one for one in values if isinstance(one, int))

    event.listen(store.writer, "before_cursor_execute", look)
    yield found
    event.remove(store.writer, "before_cursor_execute", look)


def waive(record: Record) -> None:
    record.append(By("buyer", INGRID), MONDAY_MORNING, [MilestoneWaived("M09", "c" * 64)])


def break_off(store: Store) -> None:
    with meridian.holding(store) as (_, record):
        waive(record)
        raise ConnectionResetError


def require_true(store: Store, record: Record) -> None:
    """Check what a record knows against the ledger, read whole."""
    with store.reading() as connection:
        whole = ledger.history(connection, *KEY)
        assert verify(connection).whole
    assert record.history == whole
    states = {code: closing.state(whole, code) for code in whole.rules}
    assert record.standings.states == states


def test_whoever_writes_again_reads_no_entry(store: Store) -> None:
    meridian.fill(store)
    with reading_after(store) as found, meridian.holding(store) as (_, record):
        waive(record)
    assert found == []
    require_true(store, record)


def test_whoever_writes_first_reads_the_whole_chain(store: Store) -> None:
    meridian.fill(store)
    store.memory = Memory()
    with reading_after(store) as found, meridian.holding(store) as (_, record):
        waive(record)
    assert found == [0]
    require_true(store, record)


def test_what_another_process_wrote_meanwhile_is_read_and_nothing_before_it(store: Store) -> None:
    meridian.begin(store)
    meridian.confirm(store, INGRID)
    other = Store(store.url.render_as_string(hide_password=False))
    meridian.confirm(other, TOMAS)
    other.close()
    with reading_after(store) as found, meridian.holding(store) as (_, record):
        assert list(record.history.closed) == ["M09"]
    assert found == [8]
    require_true(store, record)


def test_an_act_that_is_broken_off_is_not_remembered(store: Store) -> None:
    meridian.fill(store)
    with pytest.raises(ConnectionResetError):
        break_off(store)
    with meridian.holding(store) as (_, record):
        assert record.history.waived == set()
    require_true(store, record)


@pytest.mark.parametrize("seq", [3, 12, 99])
def test_what_is_remembered_of_another_chain_is_not_believed(store: Store, seq: int) -> None:
    meridian.fill(store)
    foreign = Standings(History(seq=seq, waived={"M09"}))
    store.memory.keep(*KEY, "f" * 64, foreign)
    with meridian.holding(store) as (_, record):
        pass
    require_true(store, record)


def test_an_older_head_of_this_chain_is_gone_on_from(store: Store) -> None:
    meridian.begin(store)
    with meridian.holding(store) as (_, record):
        head, older = record.plan.ledger_head, record.standings.copy()
    meridian.confirm(store, INGRID)
    meridian.confirm(store, TOMAS)
    store.memory.keep(*KEY, head, older)
    with meridian.holding(store) as (_, record):
        pass
    require_true(store, record)


def test_an_entry_edited_behind_our_back_is_found_although_the_plan_is_remembered(
    store: Store,
) -> None:
    meridian.fill(store)
    assert store.memory.recall(*KEY) is not None
    edit = "UPDATE ledger SET body = replace(body, '\"tier\":2', '\"tier\":3') WHERE seq = 1"
    meridian.behind_our_back(store, edit)
    with meridian.holding(store) as (_, record):
        waive(record)
    with store.reading() as connection:
        verdict = verify(connection)
    assert (verdict.whole, verdict.seq) == (False, 1)


def test_nobody_shares_what_is_remembered(store: Store) -> None:
    meridian.fill(store)
    first, second = store.memory.recall(*KEY), store.memory.recall(*KEY)
    assert first is not None
    assert second is not None
    first.standings.history.waived.add("M09")
    first.standings.states.clear()
    assert second.standings == store.memory.recall(*KEY).standings  # type: ignore[union-attr]  # it is there
    assert second.standings.history.waived == set()


def test_the_plan_written_to_longest_ago_is_forgotten_first() -> None:
    memory = Memory(most=2)
    for plan in ("first", "second"):
        memory.keep("northwind", plan, plan, Standings())
    memory.recall("northwind", "first")
    memory.keep("northwind", "third", "third", Standings())
    kept = [p for p in ("first", "second", "third") if memory.recall("northwind", p)]
    assert kept == ["first", "third"]
