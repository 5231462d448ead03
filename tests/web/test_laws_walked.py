"""Laws 1 and 4, tried by walking the URL map: no seller's form closes, no safe method writes."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.routing import Rule

from portal.actions import revise, sign_in
from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act
from portal.store.pages.plan import ledger_page
from portal.web import access
from tests.web.meridian import INGRID, OUTCOMES, PRIYA, House
from tests.web.meridian import PASSWORD as PASSWORD
from tests.web.visitor import BASE_URL

# Whatever a form might take, said at once and as far towards yes as it goes.
EAGER = {
    "act": "approve", "answer": "approved", "standing": "closed", "closed": "1", "status": "closed",
    "name": "Ingrid Solheim", "code": "123456", "consents": "y", "limit": "9000000",
    "title": "Chief Financial Officer", "reason": "They said yes by telephone.", "do": "save",
    "text": "Everything is agreed.", "note": "Agreed.", "email": "ingrid@meridian.example",
    "member": "", "seat": "economic_buyer", "seats": "economic_buyer", "due_on": "2027-01-15",
    "why": "It is agreed.", "provides": "A page.", "amount": "1", "password": PASSWORD,
}  # fmt: skip  # a heap


class Forms(HTMLParser):
    """Every posting form of a page, once for each of its buttons, with the values it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._action: str | None = None
        self._values: dict[str, str] = {}
        self._buttons: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._action, self._values, self._buttons = given.get("action", ""), {}, []
        elif self._action is not None and tag in {"input", "textarea", "select"}:
            self._values[given.get("name", "")] = given.get("value", "")
        elif self._action is not None and tag == "button":
            named = "name" in given
            self._buttons.append({given["name"]: given.get("value", "")} if named else {})

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action is not None:
            for button in self._buttons or [{}]:
                self.found.append((self._action, self._values | button))
            self._action = None


@pytest.fixture
def busy(house: House) -> House:
    """Bring the plan to where its milestones stand in as many ways as there are."""
    house.open("M07")
    ingrid, priya = house.visit(INGRID), house.visit(PRIYA)
    house.say(priya, "M07", Act.SIGN, Answer.CHANGES_ASKED, reason="Two dates are wrong.")
    changed = OUTCOMES(house.people)[:1]
    revise.outcomes(house.means, house.seller, house.plan, changed)
    assert {Standing.CLOSED, Standing.STALE, Standing.NOT_OPEN} <= standings(house)
    assert ingrid.member_id == house.people[INGRID]
    return house


def standings(house: House) -> set[str]:
    return {milestone.standing for milestone in house.page().milestones}


def closings(house: House) -> list[int]:
    """Return the place of every entry that says a milestone closed."""
    with house.means.store.reading() as connection:
        entries = ledger_page(connection, house.seller.organisation_id, house.plan, most=10_000)
    return [entry.seq for entry in entries if entry.body["event"] == "milestone.closed"]


def closed(house: House) -> set[str]:
    return {m.code for m in house.page().milestones if m.standing == Standing.CLOSED}


def addresses(house: House, rule: Rule) -> Iterator[str]:
    """Yield every address of a route that this plan gives sense to."""
    page = house.page()
    values = {
        "plan": [house.plan],
        "code": [milestone.code for milestone in page.milestones],
        "member": list(house.people.values())[:2],
        "document": list(page.documents),
        "act": ["confirm", "sign"],
        "answer": ["confirmed", "signed"],
        "size": ["a4"],
        "token": [house.link(INGRID).removeprefix("/l/"), "unknown.token"],
        "name": ["unknown"],
        "passkey": ["unknown"],
        "account": [house.seller.account_id],
    }
    names = sorted(rule.arguments)
    for chosen in product(*(values[name] for name in names)):
        address = rule.rule
        for name, value in zip(names, chosen, strict=True):
            address = re.sub(rf"<(?:\w+:)?{name}>", value, address)
        yield address


def routes(house: House, method: str) -> list[Rule]:
    return [rule for rule in house.app.url_map.iter_rules() if method in (rule.methods or ())]


def signed_in_as(house: House, role: str) -> FlaskClient:
    """Return the browser of an account of this role in the supplier's organisation."""
    link = sign_in.create_account(
        house.means, f"{role}@northwind.example", organisation="Northwind Analytics", role=role
    )
    organisation, token = link.rsplit("/", 1)[1].split(".")
    sign_in.set_password(house.means, organisation, token, PASSWORD)
    browser = FlaskClient(house.app, house.app.response_class)
    page = browser.get("/desk/sign-in", base_url=BASE_URL).text
    form = {
        "csrf_token": token_in(page),
        "email": f"{role}@northwind.example",
        "password": PASSWORD,
    }
    assert browser.post("/desk/sign-in", data=form, base_url=BASE_URL).status_code == 303
    return browser


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", ["owner", "manager", "seller"])
def test_no_post_of_the_url_map_closes_a_milestone_for_a_seller(busy: House, role: str) -> None:
    browser = signed_in_as(busy, role)
    token = token_in(browser.get("/desk/new", base_url=BASE_URL).text)
    before, was = closings(busy), closed(busy)
    tried = 0
    for rule in routes(busy, "POST"):
        if rule.endpoint in {"desk.sign_out", "public.step_in"}:
            continue  # the one ends this visit, the other is the buyer's own door
        for address in addresses(busy, rule):
            head = busy.page().plan.ledger_head
            form = EAGER | {"csrf_token": token, "seen": head, "shown": "0" * 64}
            answer = browser.post(address, data=form, base_url=BASE_URL)
            assert answer.status_code < 500, address
            tried += 1
    assert tried > 50
    assert closings(busy) == before
    assert closed(busy) <= was


def test_no_form_that_a_seller_is_shown_closes_a_milestone(busy: House) -> None:
    browser = signed_in_as(busy, "owner")
    before, was, sent = closings(busy), closed(busy), 0
    for rule in routes(busy, "GET"):
        if not rule.endpoint.startswith("desk."):
            continue
        for address in addresses(busy, rule):
            forms = Forms()
            forms.feed(browser.get(address, base_url=BASE_URL).text)
            for action, values in forms.found:
                if "sign-out" in action:
                    continue
                filled = {name: value or EAGER.get(name, "") for name, value in values.items()}
                answer = browser.post(action or address, data=filled, base_url=BASE_URL)
                assert answer.status_code < 500, action or address
                sent += 1
    assert sent > 30
    assert closings(busy) == before
    assert closed(busy) <= was


def everything(house: House) -> str:
    """Return a fingerprint of the whole database."""
    with closing(sqlite3.connect(str(make_url(str(house.means.store.url)).database))) as file:
        return hashlib.sha256("\n".join(file.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("visitor", ["a stranger", "the buyer", "the seller"])
def test_no_safe_method_of_the_url_map_writes_anything(busy: House, visitor: str) -> None:
    browser = FlaskClient(busy.app, busy.app.response_class)
    if visitor == "the buyer":
        page = browser.get(busy.link(INGRID), base_url=BASE_URL)
        form = {"csrf_token": token_in(page.text)}
        browser.post(busy.link(INGRID), data=form, base_url=BASE_URL)
    if visitor == "the seller":
        browser = signed_in_as(busy, "owner")
    before = everything(busy)
    for method in ("GET", "HEAD", "OPTIONS"):
        for rule in routes(busy, method):
            for address in addresses(busy, rule):
                answer = browser.open(address, method=method, base_url=BASE_URL)
                assert answer.status_code < 500, address
    assert everything(busy) == before


def test_every_route_declares_a_policy_and_one_without_stops_the_start(house: House) -> None:
    access.require_policies(house.app)
    house.app.view_functions["thoughtless"] = lambda: "hello"
    house.app.url_map.add(Rule("/thoughtless", endpoint="thoughtless"))
    with pytest.raises(access.NoPolicy, match="thoughtless"):
        access.require_policies(house.app)
