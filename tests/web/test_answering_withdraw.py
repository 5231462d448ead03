"""Withdrawing: a page that says what follows, a reason, and a new entry; nothing is erased."""

from tests.web.answering import decisions_of, recorded, says
from tests.web.meridian import INGRID, House
from tests.web.visitor import words

PAGE, BACK = "/room/m/M01/confirm", "/room/m/M01/confirm/withdraw"


def test_an_answer_is_taken_back_and_stays_readable(house: House) -> None:
    ingrid = house.enter(INGRID)
    ingrid.fill(PAGE, answer="confirmed")
    sent = ingrid.fill(BACK, reason="I read the wrong column.")
    history = words(ingrid.get(sent.location or ""))
    assert sent.status_code == 303
    assert says(house, INGRID, "M01", "confirm") == {"asked"}
    assert [d.answer for d in decisions_of(house, INGRID, "M01")] == ["confirmed", "withdrawn"]
    assert "I read the wrong column." in history
    assert "confirm revision 1" in history


def test_the_words_of_a_withdrawal_are_the_ones_on_its_page(house: House) -> None:
    ingrid = house.enter(INGRID)
    ingrid.fill(PAGE, answer="confirmed")
    page = ingrid.get(BACK)
    ingrid.send(page, BACK)
    assert recorded(house, INGRID, "M01")["statement"] in words(page)


def test_without_an_answer_there_is_nothing_to_withdraw(house: House) -> None:
    page = house.enter(INGRID).get(BACK)
    assert "There is nothing to withdraw." in words(page)


def test_withdrawing_twice_is_one_withdrawal(house: House) -> None:
    ingrid = house.enter(INGRID)
    ingrid.fill(PAGE, answer="confirmed")
    page = ingrid.get(BACK)
    first, again = (ingrid.send(page, BACK, reason="A slip.") for _ in range(2))
    assert first.location == again.location
    assert len(decisions_of(house, INGRID, "M01")) == 2


def test_the_milestone_offers_it_beside_the_answer(house: House) -> None:
    ingrid = house.enter(INGRID)
    ingrid.fill(PAGE, answer="confirmed")
    assert f'href="{BACK}"' in ingrid.get("/room/m/M01").text
    assert "Your answer is on record." in words(ingrid.get(PAGE))
