"""Files on the desk: a name says what is in them, and what is in them is judged."""

import pytest

from tests.web.answering import beside
from tests.web.meridian import House
from tests.web.test_writing_cost_benefit import CSV, FORRESTER
from tests.web.test_writing_implementation import NETWORK
from tests.web.visitor import words
from tests.web.writing import Writer

OTHERWISE = "something else is in it"
SM = "projects : 1\njobs (incl. supersource/sink ):  3\n"


@pytest.mark.parametrize(("page", "name", "endings"), [
    ("cost-benefit", "case.exe", ".json, .csv or .txt"),
    ("cost-benefit", "case", ".json, .csv or .txt"),
    ("cost-benefit", "case.json.html", ".json, .csv or .txt"),
    ("implementation", "tasks.xlsx", ".json, .csv, .sm or .txt"),
])  # fmt: skip  # a table
def test_a_file_of_another_ending_is_refused_and_nothing_typed_is_lost(
    house: House, page: str, name: str, endings: str
) -> None:
    at = Writer(house, page)
    sent = at.press("load", file=FORRESTER, name=name, title="Typed before")
    assert sent.status_code == 422
    assert beside(sent, "file") == f"Choose a file whose name ends in {endings}."
    assert at.values()["title"] == "Typed before"


@pytest.mark.parametrize(("page", "name", "content"), [
    ("cost-benefit", "case.json", CSV),
    ("cost-benefit", "case.csv", FORRESTER),
    ("implementation", "tasks.sm", NETWORK),
    ("implementation", "tasks.csv", NETWORK),
    ("implementation", "tasks.json", SM),
])  # fmt: skip  # a table
def test_a_file_that_is_not_what_its_name_says_is_refused(
    house: House, page: str, name: str, content: str
) -> None:
    sent = Writer(house, page).press("load", file=content, name=name)
    assert sent.status_code == 422
    assert OTHERWISE in beside(sent, "file")


@pytest.mark.parametrize("name", ["case.csv", "CASE.CSV", "case.txt"])
def test_a_file_that_is_what_its_name_says_fills_the_form(house: House, name: str) -> None:
    shown = Writer(house, "cost-benefit").press("load", file=CSV, name=name)
    assert "Hours saved" in shown.text
    assert OTHERWISE not in words(shown)
