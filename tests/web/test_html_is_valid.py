"""Every page is whole: what the tests' browser refuses, and every page that links lead to."""

import re

import pytest
from html5lib.html5parser import ParseError

from tests.web.meridian import INGRID, House
from tests.web.visitor import Visitor, require_whole

WHOLE = "<!doctype html><html lang=en-GB><head><title>t</title></head><body>{}</body></html>"


def test_a_whole_page_passes() -> None:
    require_whole(WHOLE.format("<h1>News</h1><p id=a>text</p>"))


def test_a_page_that_does_not_parse_is_refused() -> None:
    with pytest.raises(ParseError):
        require_whole(WHOLE.format("<h1>News</h1><p><div></p>"))


@pytest.mark.parametrize(
    "body",
    [
        '<h1>News</h1><p id="a"></p><p id="a"></p>',
        "<p>no heading</p>",
        "<h1>News</h1><h1>More</h1>",
        '<h1>News</h1><p style="color: red"></p>',
        '<h1>News</h1><button onclick="x()">Go</button>',
        "<h1>News</h1><script>x()</script>",
    ],
)
def test_a_page_that_breaks_the_house_is_refused(body: str) -> None:
    with pytest.raises(AssertionError):
        require_whole(WHOLE.format(body))


def walk(browser: Visitor, start: str) -> dict[str, int]:
    """Follow every link of ours from a page on; return the status of each address."""
    found: dict[str, int] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        page = browser.get(address)
        assert not re.search(r"\b(advanced|qualified)\b", page.text, re.IGNORECASE)  # signatures
        found[address] = page.status_code
        linked = {
            link.partition("#")[0] for link in re.findall(r'<a [^>]*href="([^"]+)"', page.text)
        }
        waiting += [
            x for x in linked if x.startswith("/room") and x not in found | dict.fromkeys(waiting)
        ]
    return found


@pytest.mark.parametrize("stage", ["M01", "M03", "M13"])
def test_every_link_of_the_room_leads_to_a_whole_page(house: House, stage: str) -> None:
    house.open(stage)
    found = walk(house.enter(INGRID), "/room/")
    assert {address: status for address, status in found.items() if status not in {200, 303}} == {}
    assert {"/room/", "/room/me", "/room/ledger", "/room/paper", "/room/m/M01"} <= found.keys()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 200), ("/p/a.b", 200), ("/l/a.b", 200), ("/nowhere", 404), ("/room/nowhere", 404)],
)
def test_every_page_for_everybody_is_whole(house: House, address: str, status: int) -> None:
    page = house.browser().get(address)
    assert page.status_code == status
    require_whole(page.text)
