"""Plans between Northwind and Meridian, on both databases."""

import pytest

from portal.actions.means import Means
from portal.store.transaction import Store
from tests.actions.people import LARGE, Deal, means_on, shared


@pytest.fixture
def means(store: Store) -> Means:
    """Give means on an empty database of each kind."""
    return means_on(store)


@pytest.fixture
def deal(means: Means) -> Deal:
    """Give a small plan, shared with Ingrid, Priya and Tomás."""
    return shared(means)


@pytest.fixture
def large(means: Means) -> Deal:
    """Give a large plan, shared with Ingrid, Priya and Tomás."""
    return shared(means, LARGE)
