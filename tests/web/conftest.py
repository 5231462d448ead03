"""What tests of pages may ask for: a portal with one shared plan, and browsers to visit it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from portal.app import create_app
from portal.settings import Settings
from portal.store.transaction import Store
from portal.web.limits import limiter
from tests.databases import Embedded
from tests.web.meridian import KEY, House, found_organisation, lay_out_and_share, make_means
from tests.web.visitor import BASE_URL

SHARED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled(embedded: Embedded) -> House:
    """Fill one database with the shared plan; every test works on a copy of it."""
    store = Store(embedded.fresh())
    means = make_means(store, lambda: SHARED_AT, "before")
    seller = found_organisation(means)
    plan, people = lay_out_and_share(means, seller)
    store.close()
    return House(app=None, means=means, seller=seller, plan=plan, people=people)  # type: ignore[arg-type]  # only copied


@pytest.fixture
def house(filled: House, tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[House]:
    """Open a portal of the test's own on a copy of the shared plan."""
    file = tmp_path / "portal.db"
    shutil.copy(str(make_url(str(filled.means.store.url)).database), file)
    store = Store(f"sqlite:///{file}")
    settings = Settings(
        database_url=f"sqlite:///{file}", secret_key=KEY, base_url=BASE_URL,
        files=tmp_path / "files", mail_url=f"file://{tmp_path / 'mail'}", demo=True,
    )  # fmt: skip  # one value
    means = make_means(store, clock, "later")
    app = create_app(settings, means)
    limiter.reset()
    yield House(app, means, filled.seller, filled.plan, filled.people)
    store.close()
