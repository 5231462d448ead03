"""What tests of faults may ask for: processes to kill, and a plan to answer on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.databases import Embedded
from tests.faults import ground
from tests.faults.ground import Visit
from tests.faults.starting import Server, Starter, starting


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    """Give what starts processes of the portal; all are ended with the tests."""
    with starting() as made:
        yield made


@pytest.fixture(scope="session")
def filled(embedded: Embedded) -> tuple[Path, list[Visit]]:
    """Fill one SQLite database with a shared plan, to be copied by every test."""
    url = embedded.fresh()
    return Path(str(make_url(url).database)), ground.prepare(url)


@pytest.fixture
def server(starter: Starter, filled: tuple[Path, list[Visit]], tmp_path: Path) -> Iterator[Server]:
    """Give a portal on a copy of that database, not yet served."""
    shutil.copy(filled[0], tmp_path / "portal.db")
    made = Server(starter, tmp_path, f"sqlite:///{tmp_path}/portal.db")
    yield made
    made.kill()


@pytest.fixture
def visits(filled: tuple[Path, list[Visit]]) -> list[Visit]:
    """Give the visits of the people on that plan."""
    return filled[1]
