"""Facts, seats and recaps: answers given on one page, each with its own fields."""

from decimal import Decimal

from tests.web.answering import beside, decisions_of, hidden, recorded, says, written
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import words

SEAT, FACTS, RECAP = "/room/m/M03/access", "/room/m/M02/provide", "/room/m/M14/attend"


def test_a_seat_is_taken_with_title_and_limit(house: House) -> None:
    house.open("M03")
    sent = house.enter(INGRID).fill(SEAT, answer="accepted", limit="500,000")
    member = house.page().member(house.people[INGRID])
    assert sent.status_code == 303
    assert member is not None
    assert (member.title, member.limit_amount) == ("Chief Financial Officer", Decimal(500_000))


def test_another_title_is_shown_in_the_statement_before_it_is_recorded(house: House) -> None:
    house.open("M03")
    ingrid = house.enter(INGRID)
    again = ingrid.fill(SEAT, answer="accepted", title="Finance Director")
    assert again.status_code == 422
    assert "I, Ingrid Solheim, Finance Director of Meridian Freight, accept" in words(again)
    assert decisions_of(house, INGRID, "M03") == []
    assert ingrid.send(again, SEAT, answer="accepted").status_code == 303
    assert "Finance Director" in recorded(house, INGRID, "M03")["statement"]


def test_a_seat_without_a_title_is_refused_beside_the_field(house: House) -> None:
    house.open("M03")
    ingrid = house.enter(INGRID)
    again = ingrid.fill(SEAT, answer="accepted", title=" ", limit="1,000")
    refused = ingrid.send(again, SEAT, answer="accepted")
    assert beside(refused, "title").startswith("State your title")
    assert 'value="1,000"' in refused.text


def test_a_negative_limit_is_refused_beside_the_field(house: House) -> None:
    house.open("M03")
    refused = house.enter(INGRID).fill(SEAT, answer="accepted", limit="-5")
    assert refused.status_code == 422
    assert "from 0 to" in beside(refused, "limit")


def test_facts_are_recorded_under_the_names_they_are_asked_by(house: House) -> None:
    written(house, "M02")
    typed = {"values-0-text": "Ingrid Solheim, CFO"}
    sent = house.enter(PRIYA).fill(FACTS, answer="provided", **typed)
    assert sent.status_code == 303
    assert recorded(house, PRIYA, "M02")["values"] == {"people": "Ingrid Solheim, CFO"}


def test_no_fact_at_all_is_refused_beside_the_field(house: House) -> None:
    written(house, "M02")
    refused = house.enter(PRIYA).fill(FACTS, answer="provided")
    assert refused.status_code == 422
    assert beside(refused, "values-0-text").startswith("Enter at least one")


def test_facts_may_be_given_one_by_one(house: House) -> None:
    written(house, "M04")
    page = "/room/m/M04/provide"
    browser = house.enter(PRIYA)
    browser.fill(page, answer="provided", **{"values-0-text": "214 a year"})
    assert says(house, PRIYA, "M04", "provide") == {"asked"}
    browser.fill(page, answer="provided", **{"values-1-text": "The claims ledger"})
    assert says(house, PRIYA, "M04", "provide") == {"yes"}


def test_a_recap_is_confirmed_with_who_came_and_what_was_agreed(house: House) -> None:
    written(house, "M14", "We met on Friday.")
    typed = {"values-0-text": "Ingrid; Owen", "values-1-text": "Owen sends the terms by 1 December"}
    sent = house.enter(INGRID).fill(RECAP, answer="attended", **typed)
    assert sent.status_code == 303
    assert recorded(house, INGRID, "M14")["values"] == {
        "attendees": "Ingrid; Owen",
        "commitments": "Owen sends the terms by 1 December",
    }


def test_what_was_typed_beside_a_recap_stays_when_a_reason_is_missing(house: House) -> None:
    written(house, "M14", "We met on Friday.")
    refused = house.enter(INGRID).fill(
        RECAP, answer="changes_asked", **{"values-0-text": "Ingrid, Owen and Priya"}
    )
    assert beside(refused, "reasons-changes_asked").startswith("Say in a sentence")
    assert "Ingrid, Owen and Priya" in refused.text


def test_a_milestone_that_is_not_open_names_what_comes_first(house: House) -> None:
    page = house.enter(INGRID).get(SEAT)
    assert "Not open yet. First to be closed: Sponsor named and access agreed" in words(page)
    assert 'name="answer"' not in page.text


def test_who_is_not_asked_reads_everything_and_finds_no_button(house: House) -> None:
    written(house, "M02")
    page = house.enter(TOMAS).get(FACTS)
    assert "This milestone does not ask you." in words(page)
    assert 'name="answer"' not in page.text


def test_an_answer_sent_by_somebody_not_asked_is_refused(house: House) -> None:
    written(house, "M02")
    asked, tomas = house.enter(PRIYA).get(FACTS), house.enter(TOMAS)
    form = {name: hidden(asked, name) for name in ("shown", "seen", "read")}
    token = hidden(tomas.get("/room/"), "csrf_token")
    refused = tomas.post(
        FACTS,
        data={**form, "csrf_token": token, "answer": "provided", "values-0-text": "Tomás alone"},
    )
    assert refused.status_code == 422
    assert "This milestone does not ask you." in words(refused)
    assert decisions_of(house, TOMAS, "M02") == []


def test_an_act_the_milestone_does_not_have_is_not_there(house: House) -> None:
    ingrid = house.enter(INGRID)
    assert ingrid.get("/room/m/M01/approve").status_code == 404
    assert ingrid.get("/room/m/M99").status_code == 404


def test_words_not_yet_written_are_named_as_the_suppliers_move(house: House) -> None:
    house.open("M08")
    page = house.enter(PRIYA).get("/room/m/M08/confirm")
    assert "Northwind Analytics has not provided the words yet." in words(page)
