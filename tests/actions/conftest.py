"""Plans between Northwind and Meridian, on both databases."""

from collections.abc import Iterator

import pytest

from portal.actions.means import Means
from portal.store.transaction import Store
from tests.actions.people import Deal, means_on, shared
from tests.actions.purchases import LARGE
from tests.databases import Cluster, Embedded


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def house(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a database of each kind that all these tests share, each with plans of its own."""
    kind = "embedded" if request.param == "sqlite" else "cluster"
    databases: Embedded | Cluster = request.getfixturevalue(kind)
    url = databases.fresh()
    opened = Store(url)
    yield opened
    opened.close()
    databases.drop(url)


@pytest.fixture
def means(house: Store) -> Means:
    """Give means with a clock of the test's own."""
    return means_on(house)


@pytest.fixture
def deal(means: Means) -> Deal:
    """Give a small plan, shared with Ingrid, Priya and Tomás."""
    return shared(means)


@pytest.fixture
def large(means: Means) -> Deal:
    """Give a large plan, shared with Ingrid, Priya and Tomás."""
    return shared(means, LARGE)
