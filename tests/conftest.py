"""What every test may ask for: databases, a clock that stands still, ids in a known order."""

import itertools
import os
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from portal.actions import passwords
from portal.store.transaction import Store
from tests.databases import WITHOUT_POSTGRESQL, Cluster, Embedded
from tests.moments import MONDAY_MORNING

# A busy machine is no wrong rule; and what CI tries, it tries the same way every time.
settings.register_profile("portal", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("portal")


# Passwords of tests guard nothing; what a server uses is judged in tests/actions/test_passwords.py.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With two workers, keep a file's tests on one of them, and everything with a browser on one.

    The browser's tests take longest, so they come first; two browsers at once would be slower.
    """
    items.sort(key=lambda item: "browser" not in item.path.parts)
    for item in items:
        group = "browser" if "browser" in item.path.parts else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    """Give copies of an empty SQLite database."""
    return Embedded(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a private PostgreSQL server for the whole run; its absence is a failure."""
    if os.environ.get(WITHOUT_POSTGRESQL) == "1":
        pytest.skip(f"{WITHOUT_POSTGRESQL} is set")
    server = Cluster()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give an empty, migrated database of each kind; the test runs once on each."""
    kind = "embedded" if request.param == "sqlite" else "cluster"
    databases: Embedded | Cluster = request.getfixturevalue(kind)
    url = databases.fresh()
    yield url
    databases.drop(url)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open an empty database of each kind."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(embedded: Embedded) -> Iterator[str]:
    """Give an empty, migrated SQLite database, for tests of what stands above the store."""
    url = embedded.fresh()
    yield url
    embedded.drop(url)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """Open an empty SQLite database, for tests of what stands above the store."""
    opened = Store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    """Stand still on a Monday morning."""
    return MONDAY_MORNING


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """Give a clock that always says the same."""
    return lambda: now


@pytest.fixture
def draw() -> Callable[[], str]:
    """Give the same "random" texts in the same order in every run."""
    numbers = itertools.count(1)
    return lambda: f"drawn-{next(numbers):06d}"
