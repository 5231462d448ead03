"""Every route with every method, filled with the victim's real ids and the victim's own forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.web import access
from portal.web.limits import limiter
from portal.web.surroundings import SAFE
from tests.web.house import House
from tests.web.isolation.identities import Identity, Row
from tests.web.isolation.watching import watch
from tests.web.test_laws_walked import EAGER, Forms
from tests.web.visitor import BASE_URL

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
# What ends a visit is tried last, so that it does not spare the routes after it.
ENDS = ("/leave", "/sign-out", "/visits", "/reset")
SAID = EAGER | {"email": "somebody@intruder.example"}  # what is typed may come back
VISITOR = "__Host-visitor=somebody"
Bodies = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Probe:
    """One address of a route, tried with one method and one body."""

    rule: Rule
    method: str
    address: str
    body: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came, went or was changed."""

    table: str
    row: Row


class Target:
    """The running application with the victim's plan in it, and its database to look into."""

    def __init__(self, house: House) -> None:
        self.house, self.app = house, house.app
        self._watch = watch(house.means.store.url)
        self._version = self._watch.version()
        self._rows = self._watch.everything()

    def send(self, identity: Identity, probe: Probe) -> TestResponse:
        """Send a probe as somebody, with a form token that fits their cookies."""
        browser = FlaskClient(self.app, use_cookies=False)
        cookie = "; ".join(
            [VISITOR, *(f"{name}={value}" for name, value in identity.cookies.items())]
        )
        body = None
        if probe.method not in SAFE:
            side = probe.address.split("/")[1]
            body = {**probe.body, "csrf_token": form_token(self.app, side, cookie)}
        answer = browser.open(
            probe.address, method=probe.method, data=body, base_url=BASE_URL,
            headers={"Cookie": cookie},
        )  # fmt: skip  # one call
        answer.get_data()
        answer.close()  # a file that was served is open until then
        return answer

    def changes(self) -> list[Change]:
        """Return what was written since this was asked last; asking costs next to nothing."""
        version = self._watch.version()
        if version == self._version:
            return []
        self._version, before = version, self._rows
        self._rows = self._watch.everything()
        return [
            Change(table, dict(row))
            for table, rows in self._rows.items()
            for row in rows ^ before[table]
        ]

    def counted(self) -> dict[str, int]:
        """Return how many rows each table has."""
        return {table: len(rows) for table, rows in self._watch.everything().items()}

    def close(self) -> None:
        """Let go of the database."""
        self._watch.close()


@cache
def form_token(app: Flask, side: str, cookie: str) -> str:
    """Return the token of a form shown on one side to whoever holds these cookies."""
    with app.test_request_context(f"/{side}/", base_url=BASE_URL, headers={"Cookie": cookie}):
        return str(generate_csrf())


def values(house: House, identity: Identity) -> dict[str, list[str]]:
    """Return what fills each part of an address; a part with a new name has to be named here."""
    page = house.page()
    asked = next(m for m in page.milestones if m.code == "M07")
    return {
        "plan": [house.plan],
        "code": [asked.code, "S1"],
        "member": list(house.people.values())[:1],
        "document": ["cost_benefit"],
        "act": list(asked.acts[:1]),
        "answer": ["signed"],
        "size": ["a4"],
        "token": list(identity.tokens),
        "name": ["unknown"],
        "account": [house.seller.account_id],
        "passkey": ["unknown"],
    }


def addresses(rule: str, filled: dict[str, list[str]]) -> Iterator[str]:
    """Yield every address of a route's rule."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
    for chosen in product(*(filled[name] for name in names)):
        address = rule
        for name, value in zip(names, chosen, strict=True):
            address = re.sub(rf"<(?:\w+:)?{name}>", value, address)
        yield address


def probes(target: Target, identity: Identity, known: Bodies) -> Iterator[Probe]:
    """Yield every route x method, forms last as they are shown to those whose they are."""
    limiter.reset()
    filled = values(target.house, identity)
    rules = {
        rule.rule: rule
        for rule in target.app.url_map.iter_rules()
        if access.policy_of(target.app, rule.endpoint) in identity.only
    }
    for rule in sorted(rules.values(), key=lambda rule: rule.rule.endswith(ENDS)):
        for place, address in enumerate(addresses(rule.rule, filled)):
            for method in METHODS if place == 0 else ("GET", "POST"):
                shown = known.get(address, []) if method == "POST" else []
                for body in [{}] if method in SAFE else [SAID, *shown]:
                    yield Probe(rule, method, address, body)


def forms_of(target: Target, identity: Identity, mark: str) -> Bodies:
    """Return the forms that somebody is shown, filled in and ready to be sent, by address.

    What people had typed is typed anew, without its mark: the same words would change nothing.
    """
    found: Bodies = {}
    for probe in probes(target, identity, {}):
        if probe.method == "GET":
            forms = Forms()
            forms.feed(target.send(identity, probe).get_data().decode("utf-8", "replace"))
            for action, values in forms.found:
                filled = {
                    name: value.replace(mark, "Changed") or SAID.get(name, "")
                    for name, value in values.items()
                }
                filled.pop("csrf_token", None)
                here = found.setdefault(action.partition("#")[0] or probe.address, [])
                if filled not in here:
                    here.append(filled)
    return found


@dataclass(slots=True)
class Control:
    """What the same probes show and write when those send them whose plan it is.

    ``bodies`` are the forms that wrote something: what the wrong identities send.
    """

    reads: set[str]
    writes: set[str]
    bodies: Bodies


def control(target: Target, identity: Identity, mark: str) -> Control:
    """Probe as somebody whose plan it is, and note which addresses show or write it."""
    found = Control(set(), set(), {})
    for probe in probes(target, identity, forms_of(target, identity, mark)):
        if probe.method not in {"GET", "POST"}:
            continue
        if mark.encode() in target.send(identity, probe).get_data():
            found.reads.add(probe.address)
        if target.changes():
            found.writes.add(probe.rule.rule)
            if probe.body != SAID:
                found.bodies.setdefault(probe.address, []).append(probe.body)
    return found
