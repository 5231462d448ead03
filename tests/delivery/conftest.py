"""One believable plan for all tests of paper: telling its story takes longer than printing it."""

from collections.abc import Iterator

import pytest

from portal.actions import export
from portal.delivery.paper.copy import Copy
from portal.store.transaction import Store
from tests.actions.people import Deal, begin, means_on
from tests.databases import Embedded
from tests.delivery.authority import Authority, authority_in
from tests.delivery.believable import believable
from tests.delivery.certifying import House, a_house
from tests.delivery.standalone import Stranger, a_stranger


@pytest.fixture(scope="session")
def printed_store(embedded: Embedded) -> Iterator[Store]:
    """Open a database that holds the plans of these tests; nothing writes to it afterwards."""
    url = embedded.fresh()
    opened = Store(url)
    yield opened
    opened.close()
    embedded.drop(url)


@pytest.fixture(scope="session")
def story(printed_store: Store) -> Deal:
    """Tell the story of Meridian and Northwind."""
    return believable(means_on(printed_store))


@pytest.fixture(scope="session")
def copy(story: Deal) -> Copy:
    """Read the plan in mid-story."""
    return export.copy_of(story.means, story.seller.organisation_id, story.plan)


@pytest.fixture(scope="session")
def bare(embedded: Embedded) -> Iterator[Copy]:
    """Read a plan that nobody has been told of yet."""
    url = embedded.fresh()
    opened = Store(url)
    deal = begin(means_on(opened))
    yield export.copy_of(deal.means, deal.seller.organisation_id, deal.plan)
    opened.close()
    embedded.drop(url)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    """Let somebody judge files who has the single-file verifier and nothing of this house."""
    with a_stranger(tmp_path_factory.mktemp("stranger")) as one:
        yield one


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Run the servers that certificates of tests name."""
    with a_house() as one:
        yield one


@pytest.fixture(scope="module")
def authority(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """Run a timestamp authority whose certificates are of that house."""
    with authority_in(tmp_path_factory.mktemp("authority"), keys=house.authoritys_keys) as one:
        yield one
