"""Confirming: one page, the words in full, the exact statement, one button."""

from sqlalchemy import select

from portal.store.schema.plan import decisions
from tests.web.meridian import INGRID, PRIYA, House
from tests.web.visitor import words

PAGE = "/room/m/M01/confirm"


def test_the_page_shows_every_outcome_and_the_statement_that_is_stored(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(PAGE)
    told = words(page)
    assert "We pay no claim twice." in told
    assert "A claim is settled within a week." in told
    ingrid.send(page, PAGE, answer="confirmed")
    with house.means.store.reading() as connection:
        stored = connection.execute(select(decisions.c.words)).scalar_one()
    assert stored["statement"] in told


def test_a_confirmation_is_recorded_and_told_with_what_comes_next(house: House) -> None:
    ingrid = house.enter(INGRID)
    sent = ingrid.fill(PAGE, answer="confirmed")
    assert sent.status_code == 303
    assert "You confirmed" in words(ingrid.get(sent.location))
    line = next(x for x in house.page().milestone("M01").lines_of(house.people[INGRID]))  # type: ignore[union-attr]  # it is there
    assert line.say == "yes"
