"""What tests of answering look at: what was recorded, and where a page puts its sentences."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from portal.actions import revise
from portal.store.pages.rows import DecisionRow, MilestoneRow
from tests.web.meridian import House
from tests.web.visitor import Visitor

NAMES = {"ingrid": "Ingrid Solheim", "priya": "Priya Raman", "tomas": "Tomás Aguiar"}


def says(house: House, who: str, code: str, act: str) -> set[str]:
    """Return how somebody stands to one act of a milestone, in all their roles."""
    lines = milestone(house, code).lines_of(house.people[who])
    return {line.say for line in lines if line.act == act}


def milestone(house: House, code: str) -> MilestoneRow:
    """Return a milestone as it stands."""
    found = house.page().milestone(code)
    assert found is not None
    return found


def decisions_of(house: House, who: str, code: str) -> list[DecisionRow]:
    """Return what somebody answered at a milestone, the oldest first."""
    key = (code, house.people[who])
    return [d for d in house.page().decisions if (d.milestone_code, d.member_id) == key]


def recorded(house: House, who: str, code: str) -> Mapping[str, Any]:
    """Return the words of the last answer somebody gave at a milestone."""
    return decisions_of(house, who, code)[-1].words


def beside(page: TestResponse, field: str) -> str:
    """Return the sentence that stands beside a field, or nothing."""
    found = re.search(rf'id="f-{re.escape(field)}-error">.*?<span>(.*?)</span>', page.text, re.S)
    return unescape(found[1]) if found else ""


def hidden(page: TestResponse, name: str) -> str:
    """Return what a hidden field of a page holds."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


def written(house: House, code: str, text: str = "What we agreed.") -> House:
    """Open a milestone and have Owen write the words it asks about."""
    house.open(code)
    revise.milestone_statement(house.means, house.seller, house.plan, code, text)
    return house


def put_name(
    house: House, who: str, browser: Visitor, second: TestResponse, address: str, **more: str
) -> TestResponse:
    """Send the code from the second page, type it and the name, and press the button."""
    coded = browser.send(second, address, do="code", name=NAMES[who], **more)
    return browser.send(coded, address, code=house.code(who), **more)
