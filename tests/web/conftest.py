"""What tests of pages may ask for: a portal with one shared plan, and browsers to visit it."""

import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from portal.actions.sellers import Seller
from portal.app import create_app
from portal.settings import Settings
from portal.store.pages.plan import plan_page
from portal.store.transaction import Store
from portal.web.limits import limiter
from tests.databases import Embedded
from tests.web.compiled import COMPILED
from tests.web.meridian import KEY, House, found_organisation, lay_out_and_share, make_means
from tests.web.visitor import BASE_URL

SHARED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
# Copies of one database go on with ids of their own.
NAMES = (f"later-{number:05d}" for number in itertools.count(1))


@dataclass(frozen=True, slots=True)
class Shared:
    """The plan as Owen shared it, in a database to copy from."""

    seller: Seller
    plan: str
    people: Mapping[str, str]
    stages: dict[str, Path]
    head: str


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, embedded: Embedded) -> Shared:
    """Fill one database with the shared plan; every test works on a copy of it."""
    file = tmp_path_factory.mktemp("meridian") / "shared.db"
    shutil.copy(str(make_url(embedded.fresh()).database), file)
    store = Store(f"sqlite:///{file}")
    means = make_means(store, lambda: SHARED_AT, "before")
    seller = found_organisation(means)
    plan, people = lay_out_and_share(means, seller)
    with store.reading() as connection:
        page = plan_page(connection, seller.organisation_id, plan)
    store.close()
    assert page is not None
    return Shared(seller, plan, people, {"": file}, page.plan.ledger_head)


@pytest.fixture
def house(shared: Shared, tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[House]:
    """Open a portal of the test's own on a copy of the shared plan."""
    file = tmp_path / "portal.db"
    shutil.copy(shared.stages[""], file)
    store = Store(f"sqlite:///{file}")
    settings = Settings(
        database_url=f"sqlite:///{file}", secret_key=KEY, base_url=BASE_URL,
        files=tmp_path / "files", mail_url=f"file://{tmp_path / 'mail'}", demo=True,
    )  # fmt: skip  # one value
    means = make_means(store, clock, next(NAMES))
    app = create_app(settings, means)
    app.jinja_env.bytecode_cache = COMPILED
    limiter.reset()
    yield House(app, means, shared.seller, shared.plan, shared.people, shared.stages, shared.head)
    store.close()
