"""A mail scanner without a browser: it fetches whatever a mail names, and nothing comes of it."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from portal.actions import allow, deliver, enter, readdress
from portal.actions.deliver import Outlets
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from tests.actions.snapshot import everything
from tests.notaries import beside
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.test_html_is_valid import walk
from tests.web.visitor import BASE_URL

ADDRESS = re.compile(rf"{BASE_URL}(/[^\s\"<>]*)")


@pytest.fixture
def mails(house: House) -> list[EmailMessage]:
    """Send mails of every kind there is, and return them."""
    house.open("M01")
    priya = house.visit(PRIYA)
    house.say(house.visit(INGRID), "M01", Act.CONFIRM, Answer.CONFIRMED)
    allow.allow(house.means, priya, "meridian.example")
    raman = "raman@meridian.example"
    readdress.send_codes(house.means, priya, raman)
    for email in ("lena@meridian.example", "stranger@elsewhere.example"):
        enter.request_link(house.means, house.seller.organisation_id, house.plan, email)
    there = house.means.six_digits(house.mailed(raman, "code_elsewhere"))
    readdress.change(house.means, priya, raman, house.code(PRIYA), there)
    sent: list[EmailMessage] = []
    folder = house.app.extensions["portal.settings"].files
    out = Outlets(
        sent.append, "plans@x.example", folder, lambda _sheet: b"%PDF-1.7", beside(folder)
    )
    deliver.drain(house.means, out)
    return sent


def named(mails: list[EmailMessage]) -> set[str]:
    """Return every address of ours that a mail names, in either of its forms."""
    return {
        address for mail in mails for part in mail.walk() if part.get_content_maintype() == "text"
        for address in ADDRESS.findall(part.get_content())
    }  # fmt: skip  # one set


def state(house: House) -> tuple[dict[str, list[tuple[Any, ...]]], list[Any], list[Path]]:
    """Return all that could show that somebody looked: every table, and every file."""
    files = house.app.extensions["portal.settings"].files
    seen = [(one.id, one.continued_on) for one in house.page().members]
    return everything(house.means.store), seen, sorted(files.rglob("*"))


def fetched(house: House, addresses: set[str]) -> Iterator[int]:
    """Fetch each address as a scanner does: look at the head, then at it, and at it again."""
    scanner = house.browser()
    for address in sorted(addresses):
        yield scanner.head(address).status_code
        yield from (scanner.get(address).status_code for _ in range(2))


def test_a_scanner_that_fetches_every_address_of_every_mail_leaves_no_trace(
    house: House, mails: list[EmailMessage]
) -> None:
    addresses = named(mails)
    assert {address.split("/")[1] for address in addresses} == {"l", "p", "verify"}
    before = state(house)
    assert set(fetched(house, addresses)) == {200}
    assert state(house) == before


def test_every_link_that_was_scanned_still_opens(house: House, mails: list[EmailMessage]) -> None:
    links = {address for address in named(mails) if address.startswith("/l/")}
    assert len(links) == len(house.people) + 2  # Lena's, and Priya's new one
    list(fetched(house, links))
    opened = [house.browser().fill(link).status_code for link in sorted(links)]
    assert sorted(opened) == [303] * (len(links) - 1) + [404]  # Priya's old one


def test_every_address_of_the_room_may_be_fetched_by_whoever_has_a_visit(house: House) -> None:
    house.open("M13")
    browser = house.enter(TOMAS)
    before = state(house)
    plain = {
        rule.rule for rule in house.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith("/room/") and not rule.arguments
    }  # fmt: skip  # one set
    found = walk(browser, "/room/").keys() | plain
    assert len(found) > 30
    for address in sorted(found):
        assert browser.get(address).status_code < 500
        browser.head(address)
        browser.options(address)
    assert state(house) == before
