"""Row-level security: what a forgotten WHERE would show, PostgreSQL does not (SQLite has none)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from portal.store.pages.plan import plan_page
from portal.store.pages.portfolio import plan_list
from portal.store.schema.base import metadata
from portal.store.schema.doors import requests
from portal.store.schema.plan import plans
from portal.store.schema.record import APPEND_ONLY
from portal.store.schema.walls import WITHOUT, renew_walls
from portal.store.transaction import Scope, Store, Whose, altering
from portal.store.verifying import verify
from tests.databases import Cluster
from tests.moments import MONDAY_MORNING
from tests.roles import APPLICATION, OWNER, as_role, granted, switch_own_scope_off
from tests.store import meridian
from tests.store.meridian import ORGANISATION, PLAN

pytestmark = pytest.mark.postgresql
STRANGER = "halden"
TABLES = [table for name, table in metadata.tables.items() if name not in WITHOUT]


@pytest.fixture(scope="module")
def filled(cluster: Cluster) -> Iterator[str]:
    """Fill a database as its superuser, and let two roles without rights of their own at it."""
    url = cluster.fresh()
    store = Store(url)
    meridian.fill(store)
    store.close()
    with granted(url):
        yield url
    cluster.drop(url)


@pytest.fixture(params=[APPLICATION, OWNER])
def walled(filled: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open the database as the application's role, and as the owner of its tables."""
    store = Store(as_role(filled, request.param))
    yield store
    store.close()


def counted(store: Store, whose: Scope) -> dict[str, int]:
    with store.reading(whose) as connection:
        return {table.name: len(connection.execute(select(table)).all()) for table in TABLES}


def test_every_table_of_organisations_stands_behind_a_wall(filled: str) -> None:
    walls = text(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
        " WHERE relrowsecurity AND relforcerowsecurity"
    )
    store = Store(filled)
    with store.reading() as connection:
        found = set(connection.execute(walls).scalars())
    store.close()
    assert found == {table.name for table in TABLES}


def test_without_its_where_a_statement_shows_nothing_of_others(walled: Store) -> None:
    assert set(counted(walled, STRANGER).values()) == {0}
    assert set(counted(walled, Whose.NOBODYS).values()) == {0}
    assert counted(walled, ORGANISATION)["ledger"] > 0
    assert counted(walled, Whose.EVERYBODYS) == counted(walled, ORGANISATION)


def test_a_scope_ends_with_its_transaction(walled: Store) -> None:
    assert counted(walled, Whose.EVERYBODYS)["plans"] > 0
    assert counted(walled, Whose.NOBODYS)["plans"] == 0  # by the connection that was used before


@pytest.mark.parametrize("sneaky", ["*", "%", "", "on", "' OR true --"])
def test_no_name_of_an_organisation_means_everybody(walled: Store, sneaky: str) -> None:
    assert set(counted(walled, sneaky).values()) == {0}


def test_nothing_of_others_is_changed_or_put_among_theirs(walled: Store) -> None:
    with walled.writing(STRANGER) as session:
        for change in (update(plans).values(title="Mine"), delete(requests)):
            assert session.execute(change).rowcount == 0  # type: ignore[attr-defined]  # a cursor's
    row = {"organisation_id": ORGANISATION, "key": "k", "body_hash": "h", "answer": {},
           "at": MONDAY_MORNING}  # fmt: skip  # one row
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with refused, walled.writing(STRANGER) as session:
        session.execute(insert(requests), row)


@pytest.mark.parametrize("asked", [
    lambda connection: plan_page(connection, STRANGER, PLAN),
    lambda connection: plan_list(connection, STRANGER) or None,
])  # fmt: skip  # a list
def test_a_page_that_forgets_whose_it_is_stays_empty(
    filled: str, asked: Callable[[Any], object]
) -> None:
    for role, is_empty in ((APPLICATION, True), (OWNER, True), ("portal", False)):
        store = Store(as_role(filled, role))
        switch_own_scope_off(store)
        with store.reading(STRANGER) as connection:
            # The superuser passes every wall: so it is the wall that hides, and not the statement.
            assert (asked(connection) is None) == is_empty, role
        store.close()


def test_the_ledger_is_checked_across_organisations_by_whoever_says_so(walled: Store) -> None:
    with walled.reading(Whose.EVERYBODYS) as connection:
        assert verify(connection).entries > 0
    with walled.reading(Whose.NOBODYS) as connection:
        assert verify(connection).plans == 0


def test_a_step_of_the_owner_sees_every_row_and_walls_off_new_tables(filled: str) -> None:
    url = as_role(filled, OWNER)
    with altering(url) as connection:
        assert connection.execute(select(plans)).all()
        connection.exec_driver_sql("CREATE TABLE later (organisation_id varchar, said varchar)")
        renew_walls(connection)
        wall = text("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'later'")
        assert connection.execute(wall).scalar_one()
        connection.exec_driver_sql("DROP TABLE later")


def test_the_application_may_add_to_the_record_and_never_rewrite_it(filled: str) -> None:
    store = Store(as_role(filled, APPLICATION))
    for table in APPEND_ONLY:
        kept = APPEND_ONLY[table][0][0]
        for way in (
            f"UPDATE {table} SET {kept} = {kept}", f"DELETE FROM {table}", f"TRUNCATE {table}",
        ):  # fmt: skip  # the ways to rewrite
            denied = pytest.raises(ProgrammingError, match="permission denied")
            with denied, store.writing(Whose.EVERYBODYS) as session:
                session.execute(text(way))
    store.close()
