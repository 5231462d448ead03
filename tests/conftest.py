"""What every test may ask for: databases, a clock that stands still, ids in a known order.

What knows databases is imported by whoever asks for one: the domain's tests know none.
"""

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import settings

from tests import asvs
from tests.large import SOURCES
from tests.moments import MONDAY_MORNING

if TYPE_CHECKING:
    from portal.store.transaction import Store
    from tests.databases import Cluster, Embedded

# A busy machine is no wrong rule; and what CI tries, it tries the same way every time.
settings.register_profile("portal", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("portal")
FIGURE = "figure"
UNPROVEN = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with a browser's tests, which take longest; mark those that try more when they may."""
    items.sort(key=lambda item: "browser" not in item.path.parts)
    for item in items:
        if _reads_large_numbers(item.path):
            item.add_marker(pytest.mark.long)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have one worker run everything with a browser."""
    from tests.scheduling import ByFile

    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Hash passwords cheaply where any are hashed: hundreds of tests sign in, for none it matters.

    What a server uses is judged in tests/actions/test_passwords.py. The domain's tests import none.
    """
    if found := sys.modules.get("portal.actions.passwords"):
        from argon2 import PasswordHasher

        found.hasher = PasswordHasher(  # type: ignore[attr-defined]  # a module looked up by name
            time_cost=1, memory_cost=8, parallelism=1
        )


@lru_cache
def _reads_large_numbers(path: Path) -> bool:
    """Tell whether a file's tests try more under PORTAL_LONG=1: then ``./run long`` runs them."""
    return any(f"from {name} import" in path.read_text() for name in SOURCES)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a whole run in which a test that docs/asvs.csv names did not pass."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        exitstatus != pytest.ExitCode.OK
        or reporter is None
        or not asvs.is_whole_run(session.config)
    ):
        return
    named = (test for row in asvs.rows() for test in row.evidence)
    missing = asvs.unproven(named, reporter.stats)
    if missing:
        session.config.stash[UNPROVEN] = missing
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what the tests counted, a line each; and what should have shown something."""
    if missing := terminalreporter.config.stash.get(UNPROVEN, []):
        terminalreporter.section("docs/asvs.csv")
        terminalreporter.write_line(
            f"The run fails: docs/asvs.csv names {len(missing)} tests that did not pass in it."
        )
        terminalreporter.write("".join(f"{test}\n" for test in missing))
    figures = [
        text
        for report in terminalreporter.getreports("passed")
        for name, text in report.user_properties
        if name == FIGURE
    ]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write("".join(f"{text}\n" for text in figures))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Give what writes a line below the run: how much was tried, and what came of it."""
    return lambda text: record_property(FIGURE, text)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> "Embedded":
    """Give copies of an empty SQLite database."""
    from tests.databases import Embedded

    return Embedded(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def cluster() -> "Iterator[Cluster]":
    """Start a private PostgreSQL server for the whole run; its absence is a failure."""
    from tests.databases import WITHOUT_POSTGRESQL, Cluster

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
def store(database_url: str) -> "Iterator[Store]":
    """Open an empty database of each kind."""
    from portal.store.transaction import Store

    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(embedded: "Embedded") -> Iterator[str]:
    """Give an empty, migrated SQLite database, for tests of what stands above the store."""
    url = embedded.fresh()
    yield url
    embedded.drop(url)


@pytest.fixture
def sqlite_store(sqlite_url: str) -> "Iterator[Store]":
    """Open an empty SQLite database, for tests of what stands above the store."""
    from portal.store.transaction import Store

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
