"""The system's Chromium, and portals to visit with it; whatever the browser minds is a failure."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hands import Hands, hands
from tests.browser.portals import Portal, demonstration, empty_portal
from tests.roles import APPLICATION, OWNER, as_role, granted

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine, never one that Playwright fetched.

    A file of tests has a browser to itself, and its end is the end of Playwright's event loop:
    while that runs, no other test of the process could run one of its own.
    """
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Name a Chromium in CHROMIUM: these tests need one."
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill the demonstration once; nobody serves this folder itself."""
    folder = tmp_path_factory.mktemp("filled")
    Portal(folder).run("demo", "--no-serve", "--folder", str(folder))
    return folder


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> Iterator[Portal]:
    """Serve an empty portal of the test's own, once on each database.

    On PostgreSQL as operators are told to: by a role that the walls hold.
    """
    with ExitStack() as around:
        url = owners = database_url
        if not url.startswith("sqlite"):
            around.enter_context(granted(url))
            url, owners = as_role(url, APPLICATION), as_role(url, OWNER)
        made = empty_portal(tmp_path, url, owners)
        around.callback(made.stop)
        made.superuser = database_url
        yield made


@pytest.fixture
def demo(filled: Path, tmp_path: Path) -> Iterator[Portal]:
    """Serve the demonstration, for one test to change."""
    made = demonstration(filled, tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shown(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve the demonstration to those who only look."""
    made = demonstration(filled, tmp_path_factory.mktemp("shown"))
    yield made
    made.stop()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Hands]]:
    """Give browsers to people; at the end nothing may have gone wrong in any of them."""
    given: list[Hands] = []

    def give(to: Portal, email: str = "", **options: Any) -> Hands:
        given.append(hands(browser, to, email, **options))
        return given[-1]

    yield give
    for one in given:
        sys.stdout.write(f"{one.email or 'Somebody'} stands at {one.told}\n")  # if the test failed
        one.context.close()
    assert [fault for one in given for fault in one.wrong] == []
