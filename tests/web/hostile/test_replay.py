"""Every form that writes, sent three times and ten times at once, has one effect."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.settings import Settings
from portal.store.transaction import Store, Whose
from portal.store.verifying import verify
from portal.web import cookies
from portal.web.limits import limiter
from tests.databases import Cluster, Embedded
from tests.moments import MONDAY_MORNING
from tests.web.hostile.posts import SCENES, Scene
from tests.web.isolation.victims import Besieged
from tests.web.isolation.watching import watch
from tests.web.meridian import KEY, found_organisation, lay_out_and_share, make_means
from tests.web.visitor import BASE_URL, Visitor

IN_A_ROW, AT_ONCE = 3, 10
COOKIES = (cookies.ROOM, cookies.DESK, cookies.VISITOR)
# Sent again they are meant again: a newer code or link ends the one before, and who opens a visit
# in another tab has two. What may differ is named, and nothing else may.
MEANT_AGAIN = {
    "desk.ask_for_new_password": {"outbox", "password_links"},
    "desk.mail_link": {"outbox", "password_links"},
    "desk.reset_sign_in": {"outbox", "password_links"},
    "desk.open_session": {"seller_sessions"},
    "desk.renew_link": {"outbox", "links", "ledger"},
    "public.ask_for_link": {"outbox", "knocks"},
    "public.renew": {"outbox", "knocks"},
    "public.step_in": {"room_sessions"},
    "room.send_code": {"outbox", "codes"},
}
ANOTHER_CODE = {"outbox", "codes"}
# They need somebody else's machine in the middle, and are replayed where that is at hand.
ELSEWHERE = {
    "desk.keep_passkey": "tests/web/test_passkeys_page.py",
    "desk.sign_in_by_passkey": "tests/web/test_passkeys_page.py",
    "desk.remove_passkey": "tests/web/test_passkeys_page.py",
    "desk.sign_on": "tests/web/test_single_sign_on.py",
    "verify.answer": "tests/web/test_verify_page.py",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it leaves the browser, with everything the browser sends along."""

    address: str
    body: Any
    cookie: str


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("cluster", marks=pytest.mark.postgresql)]
)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Besieged]:
    """Open a portal with one shared plan on each kind of database."""
    databases: Embedded | Cluster = request.getfixturevalue(request.param)
    made = opened(databases.fresh(), tmp_path_factory.mktemp("replays"))
    made.keep("shared")
    yield made
    made.means.store.close()


def opened(url: str, folder: Path) -> Besieged:
    store = Store(url)
    means = make_means(store, lambda: MONDAY_MORNING, "replayed")
    settings = Settings(
        database_url=url, secret_key=KEY, base_url=BASE_URL, files=folder / "files",
        mail_url=f"file://{folder / 'mail'}",
    )  # fmt: skip  # one value
    seller = found_organisation(means)
    plan, people = lay_out_and_share(means, seller)
    return Besieged(create_app(settings, means), means, seller, plan, people)


def held_back(house: Besieged, scene: Scene) -> Form:
    """Play a scene up to its last button; return what would be sent, and keep the database."""
    browser, last = scene(house)
    sent: list[Form] = []

    def catch(address: str, data: Any = None, **_more: Any) -> Any:
        sent.append(Form(address.partition("#")[0], data, _cookies(browser)))

    browser.post = catch  # type: ignore[method-assign]  # for this one form
    last()
    house.keep("before")
    return sent[-1]


def _cookies(browser: Visitor) -> str:
    found = (browser.get_cookie(name, "localhost") for name in COOKIES)
    return "; ".join(f"{one.key}={one.value}" for one in found if one is not None)


def effect(house: Besieged, form: Form, times: int, at_once: bool = False) -> Counter[str]:
    """Return how many rows each table has after a form was sent so many times."""
    limiter.reset()
    house.put_back("before")

    def send(_: int) -> int:
        browser = FlaskClient(house.app, house.app.response_class, use_cookies=False)
        answer = browser.post(
            form.address, data=form.body, base_url=BASE_URL, headers={"Cookie": form.cookie}
        )
        return answer.status_code

    if at_once:
        with ThreadPoolExecutor(times) as threads:
            answers = list(threads.map(send, range(times)))
    else:
        answers = [send(time) for time in range(times)]
    assert max(answers) < 500
    assert {200, 303} & set(answers), answers
    with house.means.store.reading(Whose.EVERYBODYS) as connection:
        assert verify(connection).whole
    with closing(watch(house.means.store.url)) as watching:
        return Counter({table: len(rows) for table, rows in watching.everything().items()})


def test_every_form_that_writes_is_replayed_here_or_elsewhere(shared: Besieged) -> None:
    posting = {
        rule.endpoint for rule in shared.app.url_map.iter_rules() if "POST" in (rule.methods or ())
    }
    assert posting == SCENES.keys() | ELSEWHERE.keys()
    assert SCENES.keys() >= MEANT_AGAIN.keys()
    assert all((Path(__file__).parents[3] / file).is_file() for file in ELSEWHERE.values())


@pytest.mark.parametrize("endpoint", sorted(SCENES))
def test_the_same_form_again_and_again_has_one_effect(shared: Besieged, endpoint: str) -> None:
    for scene in SCENES[endpoint]:
        shared.put_back("shared")
        limiter.reset()
        form = held_back(shared, scene)
        once = effect(shared, form, 1)
        # One after the other they meet the same rows on every database; at once they do not.
        in_a_row = [(IN_A_ROW, False)] if shared.means.store.is_sqlite else []
        for times, at_once in (*in_a_row, (AT_ONCE, True)):
            again = effect(shared, form, times, at_once=at_once)
            differing = {table for table in once | again if once[table] != again[table]}
            asks_for_a_code = form.body.get("do") == "code"
            may = ANOTHER_CODE if asks_for_a_code else MEANT_AGAIN.get(endpoint, set())
            assert differing <= may, (scene.__name__, times, again - once)
