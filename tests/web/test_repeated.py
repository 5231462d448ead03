"""What templates ask for again and again: drawn once, and never mistaken for something else."""

import re
from typing import Any

import pytest
from flask import url_for as flasks
from jinja2 import Environment
from markupsafe import Markup

from portal.web.repeated import remembered
from tests.web.meridian import INGRID, PRIYA, House

ADDRESSES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("room.milestone", {"code": "M01"}),
    ("room.milestone", {"code": "M02"}),
    ("desk.milestone", {"plan": "p", "code": "M01"}),
    ("room.home", {}),
    ("room.home", {"said": "approved", "_external": True}),
)


def test_the_same_part_is_drawn_once() -> None:
    drawn: list[str] = []

    def draw(words: str) -> str:
        drawn.append(words)
        return words

    mark = remembered(draw)
    assert [mark("a"), mark("b"), mark("a")] == ["a", "b", "a"]
    assert drawn == ["a", "b"]


@pytest.mark.parametrize("markup_first", [True, False])
def test_text_is_escaped_even_where_the_same_markup_was_drawn(*, markup_first: bool) -> None:
    macro = Environment(autoescape=True).from_string("{% macro b(t) %}<b>{{ t }}</b>{% endmacro %}")
    bold, typed = remembered(macro.module.b), "<i>x</i>"  # type: ignore[attr-defined]  # of the template
    order = [Markup(typed), typed] if markup_first else [typed, Markup(typed)]
    drawn = {type(each): bold(each) for each in order}
    assert drawn == {Markup: "<b><i>x</i></b>", str: "<b>&lt;i&gt;x&lt;/i&gt;</b>"}


def test_an_address_is_the_one_that_flask_builds(house: House) -> None:
    ours = house.app.jinja_env.globals["url_for"]
    for root in ("", "/behind", ""):
        with house.app.test_request_context("/", base_url=f"https://localhost{root}"):
            for endpoint, values in ADDRESSES:
                assert ours(endpoint, **values) == flasks(endpoint, **values)  # type: ignore[operator]  # a function


def test_an_address_of_the_blueprint_at_hand_is_never_that_of_another(house: House) -> None:
    ours = house.app.jinja_env.globals["url_for"]
    for page, address in (
        ("/room/", "/room/ledger?plan=p"),
        ("/desk/", "/desk/plans/p/ledger"),
    ):
        with house.app.test_request_context(page):
            assert ours(".ledger", plan="p") == address  # type: ignore[operator]  # a function


def test_a_visit_has_one_form_token_and_no_other_visit_has_it(house: House) -> None:
    ingrid, priya = house.enter(INGRID), house.enter(PRIYA)
    tokens = [
        re.findall(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)[0]
        for browser in (ingrid, priya)
        for page in ("/room/", "/room/me")
    ]
    assert tokens[0] == tokens[1]
    assert tokens[2] == tokens[3]
    assert tokens[0] != tokens[2]
