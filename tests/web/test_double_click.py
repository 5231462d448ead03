"""A form sent twice is one answer, with the same page to follow."""

from tests.web.answering import decisions_of, hidden
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import words

CONFIRM, APPROVE = "/room/m/M01/confirm", "/room/m/M13/approve"


def test_a_confirmation_sent_twice_is_recorded_once(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    first, again = (ingrid.send(page, CONFIRM, answer="confirmed") for _ in range(2))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert len(decisions_of(house, INGRID, "M01")) == 1


def test_an_approval_sent_twice_is_recorded_once(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(APPROVE, answer="approved", limit="500,000")
    where = f"{APPROVE}/approved"
    coded = ingrid.send(second, where, do="code", name="Ingrid Solheim")
    code = house.code(INGRID)
    first, again = (ingrid.send(coded, where, code=code) for _ in range(2))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert len(decisions_of(house, INGRID, "M13")) == 1


def test_ones_own_wording_sent_twice_is_one_revision(house: House) -> None:
    ingrid = house.enter(INGRID)
    owners = {"outcomes-0-owner": house.people[PRIYA], "outcomes-1-owner": house.people[TOMAS]}
    preview = ingrid.fill(
        f"{CONFIRM}?edit=1", CONFIRM, do="preview", **{**owners, "outcomes-0-target": "10"}
    )
    first, again = (ingrid.send(preview, CONFIRM, do="edited") for _ in range(2))
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert house.page().documents["outcomes"].number == 2


def test_the_same_form_with_other_words_is_refused(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    ingrid.send(page, CONFIRM, answer="confirmed")
    refused = ingrid.send(page, CONFIRM, answer="declined", **{"reasons-declined": "No."})
    assert refused.status_code == 422
    assert "This form was already sent with other words." in words(refused)
    assert [d.answer for d in decisions_of(house, INGRID, "M01")] == ["confirmed"]


def test_a_second_form_after_an_answer_is_told_that_it_is_on_record(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    house.enter(PRIYA).fill(CONFIRM, answer="confirmed")
    later = ingrid.get(CONFIRM)
    assert hidden(later, "seen") != hidden(page, "seen")
    ingrid.send(later, CONFIRM, answer="confirmed")
    refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert "Your answer is already on record." in words(refused)
