"""Whatever is sent, the answer is a page, never a fault, and nothing is left half done."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from portal.domain.cost_benefit.csv_reading import read_rows
from portal.domain.cost_benefit.evaluation import evaluate
from portal.domain.cost_benefit.reading import PublishedCase, read_published
from portal.domain.implementation.reading import plan_from_csv, plan_from_json
from portal.domain.playbook.reading import read_playbook
from portal.domain.refusals import Refusal
from portal.domain.schedule import psplib
from portal.domain.schedule.reading import read_network
from portal.store.transaction import Whose
from portal.store.verifying import verify
from portal.web import cookies
from portal.web.limits import limiter
from tests.databases import Embedded
from tests.large import many
from tests.web.hostile.shapes import (
    Sent,
    bent_json,
    bent_text,
    files,
    forms,
    multipart,
    texts,
)
from tests.web.isolation.identities import Forger, Identity
from tests.web.isolation.probing import Bodies, Target, form_token, forms_of
from tests.web.isolation.victims import PLAN, Besieged, lay_out
from tests.web.visitor import BASE_URL

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
TIMES = many(1, 50)  # two thousand cases in all, or a hundred thousand
A_FRESH_START = 400  # cases, then the plan is as it was: it would grow without end
# What ends the visit that everything else is sent in.
ENDS = ("/leave", "/sign-out", "/revoke", "/renew")
SIGNS = st.characters(min_codepoint=33, max_codepoint=126)
FUZZ: dict[str, Any] = {
    "database": None,
    "suppress_health_check": list(HealthCheck),
}


class Tried:
    """A portal with a plan in it, sent one request after the other."""

    def __init__(self, house: Besieged, who: tuple[Identity, ...], known: Bodies) -> None:
        self.house, self.known, self.count = house, known, 0
        self.cookie = "; ".join(
            f"{name}={value}" for one in who for name, value in one.cookies.items()
        )
        house.keep()

    def send(self, sent: Sent, method: str = "POST", cookie: str = "") -> TestResponse:
        """Send a request with a form token that fits; require a page that tells no secret."""
        self.count += 1
        if self.count % A_FRESH_START == 0:
            self.start_afresh()
        cookie = cookie or self.cookie
        token = form_token(self.house.app, sent.address.split("/")[1], cookie)
        browser = FlaskClient(self.house.app, self.house.app.response_class, use_cookies=False)
        answer = browser.open(
            sent.address, method=method, data=sent.body, content_type=sent.kind,
            base_url=BASE_URL, headers={"Cookie": cookie, "X-CSRFToken": token, **sent.headers},
        )  # fmt: skip  # one call
        body = answer.get_data()
        answer.close()
        assert answer.status_code < 500, (answer.status_code, sent)
        assert b"Traceback" not in body
        return answer

    def start_afresh(self) -> None:
        """Check that everything adds up, then put the plan back as it was."""
        limiter.reset()
        with self.house.means.store.reading(Whose.EVERYBODYS) as connection:
            found = verify(connection)
        assert found.whole, found
        self.house.put_back()


@pytest.fixture(scope="module")
def tried(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """Lay a portal out and learn which forms its people are shown."""
    stage = lay_out(embedded.fresh(), tmp_path_factory.mktemp("fuzz"))
    who = Forger(stage).right()
    target = Target(stage.house)
    found = forms_of(target, who[0], PLAN) | forms_of(target, who[1], PLAN)
    target.close()
    known = {address: bodies for address, bodies in found.items() if not address.endswith(ENDS)}
    yield (made := Tried(stage.house, who, known))
    made.start_afresh()  # what the last cases left is checked, too
    stage.house.means.store.close()


@settings(max_examples=350 * TIMES, **FUZZ)
@given(data=st.data())
def test_no_form_breaks_anything(tried: Tried, data: st.DataObject) -> None:
    tried.send(data.draw(forms(tried.known)))


@settings(max_examples=700 * TIMES, **FUZZ)
@given(
    place=st.integers(0, 10_000),
    parts=st.lists(texts, min_size=4, max_size=4),
    query=st.dictionaries(texts, texts, max_size=3),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PROPFIND"]),
)
def test_no_address_breaks_anything(
    tried: Tried, place: int, parts: list[str], query: dict[str, str], method: str
) -> None:
    rules = [r.rule for r in tried.house.app.url_map.iter_rules() if r.endpoint != "room.leave"]
    rule = rules[place % len(rules)]
    if rule.endswith(ENDS):
        return
    named = [quote(part, safe="", errors="surrogatepass") or "x" for part in parts]
    pieces = enumerate(rule.split("/"))
    filled = "/".join(named[n % 4] if part.startswith("<") else part for n, part in pieces)
    asked = urlencode(query, errors="surrogatepass")
    tried.send(Sent(f"{filled}?{asked}", b"", "text/plain"), method)


@settings(max_examples=250 * TIMES, **FUZZ)
@given(
    name=st.sampled_from([cookies.ROOM, cookies.DESK, cookies.VISITOR]),
    parts=st.lists(st.text(SIGNS, max_size=20), max_size=5),
    where=st.sampled_from(["/room/", "/desk/", "/", "/room/me", "/l/a.b", "/desk/new"]),
    signed=st.booleans(),
)
def test_no_cookie_breaks_anything(
    tried: Tried, name: str, parts: list[str], where: str, signed: bool
) -> None:
    value = ".".join(parts)
    if signed:
        value += f".{cookies._mac(tried.house.means.key, value)}"
    tried.send(Sent(where, b"", "text/plain"), "GET", f"{name}={value}")


@settings(max_examples=100 * TIMES, **FUZZ)
@given(data=st.data())
def test_no_file_breaks_a_page_that_loads_one(tried: Tried, data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(["cost-benefit", "implementation"]))
    file = data.draw(
        st.one_of(
            files,
            bent_text((DATA / "implementation/meridian.csv").read_text()).map(
                lambda text: text.encode("utf-8", "replace")
            ),
        )
    )
    body = multipart([("do", "load"), ("title", "x"), ("rows", "1"), ("tasks", "1")], file)
    address = f"/desk/plans/{tried.house.plan}/{where}"
    tried.send(Sent(address, body, "multipart/form-data; boundary=x"))


def test_everything_adds_up_behind_them(tried: Tried, figure: Callable[[str], None]) -> None:
    tried.start_afresh()
    assert tried.count > 1_300 * TIMES
    figure(f"{tried.count:,} hostile requests: no fault, no half-done state")


def _evaluated(text: str) -> None:
    found = read_published(text)
    for one in found if isinstance(found, tuple) else (found,):
        assert isinstance(one, PublishedCase)
        evaluate(one.case)


def _plan_from_json(text: str) -> None:
    plan_from_json(text, title="x")


READERS: list[tuple[Callable[[str], object], str, bool]] = [
    (_evaluated, "tests/data/costbenefit/lightcast-wcc-student.json", True),
    (_evaluated, "tests/data/costbenefit/mini-npv-irr-payback-set.json", True),
    (read_network, "tests/data/schedules/pert-prime-17.json", True),
    (_plan_from_json, "tests/data/schedules/general-foundry.json", True),
    (lambda text: read_playbook(text, version=1), "portal/domain/playbook/master.json", True),
    (read_rows, "tests/data/costbenefit/lightcast-wcc-student.csv", False),
    (lambda text: plan_from_csv(text, title="x"), "tests/data/implementation/meridian.csv", False),
    (psplib.read, "tests/data/costbenefit/lightcast-wcc-student.csv", False),
]


@pytest.mark.parametrize("place", range(len(READERS)))
def test_no_file_breaks_a_reader(place: int) -> None:
    reader, name, is_json = READERS[place]
    text = (ROOT / name).read_text()
    whole = json.loads(text) if is_json else None

    @settings(max_examples=75 * TIMES, **FUZZ)
    @given(data=st.data())
    def tries(data: st.DataObject) -> None:
        if is_json and data.draw(st.integers(0, 3)):
            bent = json.dumps(data.draw(bent_json(whole)))
        else:
            bent = data.draw(bent_text(text))
        with suppress(Refusal):
            reader(bent)

    tries()
