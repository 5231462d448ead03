"""The whole portal as a role that PostgreSQL's walls hold, with its own scope on and off."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from portal.actions import deliver, own_account, sign_in
from portal.domain.single_sign_on import BoundToAnother
from portal.store.transaction import Store
from tests.actions.signing_on import signed_on
from tests.databases import Cluster
from tests.notaries import beside
from tests.roles import APPLICATION, as_role, granted, switch_own_scope_off
from tests.web.isolation.identities import Forger, Identity
from tests.web.isolation.probing import addresses, values
from tests.web.isolation.test_isolation import marks_in
from tests.web.isolation.victims import PLAN, Stage, lay_out
from tests.web.visitor import BASE_URL

pytestmark = pytest.mark.postgresql
Walled = tuple[Stage, str]
DESK = "/desk/plans/<plan>"


@pytest.fixture(scope="module")
def walled(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walled]:
    """Lay the portal out as the application's role; give it with its superuser's address."""
    url = cluster.fresh()
    with granted(url):
        stage = lay_out(as_role(url, APPLICATION), tmp_path_factory.mktemp("walled"))
        yield stage, url
        stage.house.means.store.close()
    cluster.drop(url)


def pages(stage: Stage, who: Identity, side: str) -> dict[str, tuple[int, set[str]]]:
    """Return what somebody is answered at every page of one side, and the marks in it."""
    browser = stage.house.app.test_client(use_cookies=False)
    cookie = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    found = {}
    for rule in stage.house.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule.startswith(side):
            for address in addresses(rule.rule, values(stage.house, who)):
                answer = browser.get(address, base_url=BASE_URL, headers={"Cookie": cookie})
                found[address] = answer.status_code, marks_in(answer)
    return found


def test_its_own_people_find_everything(walled: Walled) -> None:
    stage, _ = walled
    buyer, seller = Forger(stage).right()
    for who, side, least in ((buyer, "/room/", 9), (seller, DESK, 14)):
        found = pages(stage, who, side)
        assert sum(PLAN in marks for _, marks in found.values()) >= least
        assert max(status for status, _ in found.values()) < 500


def test_what_the_portal_forgets_to_ask_the_wall_still_hides(walled: Walled) -> None:
    stage, url = walled
    intruder = next(Forger(stage)._of_another_organisation())
    for role, least_seen, most_seen in ((APPLICATION, 0, 0), ("portal", 14, 99)):
        forgetful = Store(as_role(url, role))
        switch_own_scope_off(forgetful)
        kept = stage.house.use(forgetful)
        found = pages(stage, intruder, DESK)
        stage.house.use(kept)
        forgetful.close()
        assert max(status for status, _ in found.values()) < 500
        # The superuser passes every wall: so it is the wall that hides, and nothing else.
        assert least_seen <= sum(PLAN in marks for _, marks in found.values()) <= most_seen, role


def test_the_worker_delivers_for_every_organisation(walled: Walled) -> None:
    stage, _ = walled
    left: list[EmailMessage] = []
    files = stage.house.app.extensions["portal.settings"].files
    out = deliver.Outlets(
        left.append, "plans@portal.example", files, lambda _sheet: b"%PDF", beside(files)
    )
    assert deliver.drain(stage.house.means, out) > 20
    domains = {str(letter["To"]).partition("@")[2].rstrip(">") for letter in left}
    assert domains >= {"meridian.example", "otherside.example", "elsewhere.example"}


def test_a_lost_password_is_written_down_and_answered_behind_the_walls(walled: Walled) -> None:
    stage, _ = walled
    means, owen = stage.house.means, stage.house.seller
    left: list[EmailMessage] = []
    files = stage.house.app.extensions["portal.settings"].files
    out = deliver.Outlets(
        left.append, "plans@portal.example", files, lambda _sheet: b"%PDF", beside(files)
    )
    deliver.drain(means, out)
    left.clear()
    for email in (owen.email, "nobody@intruder.example"):
        own_account.ask_for_link(means, email)
    deliver.drain(means, out)
    assert [str(letter["To"].addresses[0].addr_spec) for letter in left] == [owen.email]


def test_single_sign_on_finds_and_binds_its_person_behind_the_walls(walled: Walled) -> None:
    stage, _ = walled
    means, owen = stage.house.means, stage.house.seller
    for email in (owen.email, "another@address.example"):
        seller = sign_in.seller_of(means, *signed_on(means, "of Owen there", email))
        assert seller is not None
        assert seller.account_id == owen.account_id
    with pytest.raises(BoundToAnother):
        signed_on(means, "of somebody else there", owen.email)
