"""Mail scanners that drive a browser: they load, follow and wait, and nothing comes of it."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from portal.delivery.mailbox import all_in
from tests.browser.hands import Hands
from tests.browser.portals import PATIENCE, Portal, demonstration

PLAN, RUBEN, LENA = "Freight-risk platform for Meridian Freight", "Ruben Haas", "Lena Vogt"
ENOUGH = 6  # pages that one scanner looks at; the plain one fetches them all


def database(folder: Path) -> Path:
    (file,) = folder.glob("*.db")
    return file


def rows(portal: Portal) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, read past the program."""
    with closing(
        sqlite3.connect(f"file:{database(portal.folder)}?mode=ro", uri=True)
    ) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


@pytest.fixture(scope="module")
def scanned(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve the demonstration once all its mails have left, so that nobody but a scanner writes."""
    quiet = tmp_path_factory.mktemp("quiet")
    shutil.copytree(filled, quiet, dirs_exist_ok=True)
    with closing(sqlite3.connect(database(quiet))) as connection, connection:
        connection.execute("UPDATE outbox SET state = 'sent' WHERE kind = 'paper'")
    served = demonstration(quiet, tmp_path_factory.mktemp("scanned"))
    until = time.monotonic() + PATIENCE
    while states(served) & {"waiting", "sending"}:
        assert time.monotonic() < until, "The outbox does not get empty."
        time.sleep(0.1)
    yield served
    served.stop()


def states(portal: Portal) -> set[str]:
    with closing(
        sqlite3.connect(f"file:{database(portal.folder)}?mode=ro", uri=True)
    ) as connection:
        return {state for (state,) in connection.execute("SELECT state FROM outbox")}


def mailed(portal: Portal) -> list[str]:
    """Return the addresses that the mails name: doors first, Ruben's and Lena's before others."""
    of_mails = {link for mail in all_in(portal.folder / "mail") for link in mail.links}
    doors = [portal.link(PLAN, name) for name in (RUBEN, LENA)]
    return list(dict.fromkeys([*doors, *sorted(of_mails, key=lambda link: "/l/" not in link)]))


def followed(page: Page, start: str, portal: Portal) -> list[str]:
    """Return where the links of a page lead, as far as they stay here."""
    page.goto(start)
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [href for href in dict.fromkeys(hrefs) if href.startswith(portal.address)]


def scan(browser: Browser, portal: Portal, *, follows: bool, scripts: bool) -> int:
    """Look at what mails name, as one kind of scanner does; return how many pages it saw."""
    context = browser.new_context(java_script_enabled=scripts)
    page, seen = context.new_page(), 0
    for address in mailed(portal)[:ENOUGH]:
        found = followed(page, address, portal) if follows else []
        for one in [address, *found][:3]:
            page.goto(one)
            if scripts:
                page.wait_for_load_state("networkidle")
            seen += 1
    context.close()
    return seen


@pytest.mark.parametrize(
    ("follows", "scripts"), [(False, False), (True, False), (True, True)],
    ids=["loads", "follows every link", "follows and waits for scripts"],
)  # fmt: skip  # a table
def test_a_scanner_with_a_browser_leaves_no_trace(
    browser: Browser, scanned: Portal, *, follows: bool, scripts: bool
) -> None:
    before = rows(scanned)
    assert before["members"]
    assert scan(browser, scanned, follows=follows, scripts=scripts) >= ENOUGH
    assert rows(scanned) == before


def test_a_link_that_was_scanned_opens_the_room_and_there_looking_leaves_no_trace_either(
    scanned: Portal, visit: Callable[..., Hands]
) -> None:
    ruben = visit(scanned)
    ruben.open(scanned.link(PLAN, RUBEN))
    ruben.press("Continue")
    assert urlsplit(ruben.page.url).path == "/room/"
    assert not ruben.page.get_by_text("Here you can read, and not answer.").count()
    before, base = rows(scanned), scanned.address
    for address in followed(ruben.page, f"{base}/room/", scanned)[:ENOUGH]:
        if not re.search(r"#|\.pdf|\.zip", address):
            ruben.open(address)
            ruben.page.wait_for_load_state("networkidle")
    assert rows(scanned) == before
