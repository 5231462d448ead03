"""Several people writing at the same instant, with real threads."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from portal.domain.events import LinkIssued, MilestoneClosed
from portal.store import ledger
from portal.store.ledger import Recorded
from portal.store.transaction import Store
from portal.store.verifying import verify
from tests.domain.people import INGRID, OWEN, TOMAS
from tests.moments import MONDAY_MORNING
from tests.store import meridian


def at_once(*acts: Callable[[], Recorded]) -> list[Recorded]:
    """Start every act in a thread of its own, all at the same instant."""
    start = Barrier(len(acts), timeout=30)

    def run(act: Callable[[], Recorded]) -> Recorded:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts, timeout=60))


def test_a_plan_two_people_write_to_at_once_keeps_one_whole_chain(store: Store) -> None:
    meridian.begin(store)

    def issue(link: str) -> Recorded:
        with meridian.holding(store) as (_, record):
            return record.append(OWEN, MONDAY_MORNING, [LinkIssued(INGRID, link)])

    for round_ in range(4):
        at_once(lambda r=round_: issue(f"a{r}"), lambda r=round_: issue(f"b{r}"))  # type: ignore[misc]  # no type fits a default
    with store.reading() as connection:
        assert verify(connection).entries == 7 + 8


def test_two_last_answers_at_the_same_instant_close_a_milestone_once(store: Store) -> None:
    meridian.begin(store)
    recorded = at_once(
        lambda: meridian.confirm(store, INGRID), lambda: meridian.confirm(store, TOMAS)
    )
    with store.reading() as connection:
        found = ledger.entries(connection, meridian.ORGANISATION, meridian.PLAN)
    events = Counter(entry.body["event"] for entry in found)
    assert events[MilestoneClosed.NAME] == 1
    assert sorted(one.closed for one in recorded) == [(), ("M09",)]


def test_two_plans_written_to_at_once_do_not_touch_each_other(store: Store) -> None:
    meridian.begin(store)
    meridian.begin(store, "second")
    at_once(
        lambda: meridian.confirm(store, INGRID), lambda: meridian.confirm(store, INGRID, "second")
    )
    with store.reading() as connection:
        found = verify(connection)
    assert (found.whole, found.entries) == (True, 16)
