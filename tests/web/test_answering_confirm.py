"""Confirming: one page, the words in full, the exact statement, one button."""

from tests.web.answering import beside, decisions_of, recorded, says, written
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import Visitor, words

PAGE = "/room/m/M01/confirm"


def owners(house: House) -> dict[str, str]:
    return {
        "outcomes-0-owner": house.people[PRIYA],
        "outcomes-1-owner": house.people[TOMAS],
    }


def reworded(house: House, browser: Visitor, **typed: str) -> dict[str, str]:
    """Return a target of ten instead of twenty, as it is typed."""
    return {"do": "preview", "outcomes-0-target": "10", **owners(house), **typed}


def test_the_page_shows_every_outcome_and_the_statement_that_is_stored(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(PAGE)
    ingrid.send(page, PAGE, answer="confirmed")
    assert "We pay no claim twice." in words(page)
    assert "A claim is settled within a week." in words(page)
    assert recorded(house, INGRID, "M01")["statement"] in words(page)


def test_a_confirmation_is_recorded_and_told_with_what_comes_next(house: House) -> None:
    ingrid = house.enter(INGRID)
    sent = ingrid.fill(PAGE, answer="confirmed")
    told = words(ingrid.get(sent.location or ""))
    assert sent.status_code == 303
    assert "You confirmed." in told
    assert "What happens next." in told
    assert says(house, INGRID, "M01", "confirm") == {"yes"}


def test_nothing_is_told_that_was_not_recorded(house: House) -> None:
    page = house.enter(INGRID).get("/room/m/M01?said=confirmed")
    assert "What happens next." not in words(page)


def test_asking_for_changes_takes_the_reason_beside_its_own_button(house: House) -> None:
    ingrid = house.enter(INGRID)
    refused = ingrid.fill(PAGE, answer="changes_asked")
    assert refused.status_code == 422
    assert beside(refused, "reasons-changes_asked").startswith("Say in a sentence")
    sent = ingrid.send(
        refused, PAGE, answer="changes_asked", **{"reasons-changes_asked": "The target is too low."}
    )
    assert sent.status_code == 303
    assert recorded(house, INGRID, "M01")["reason"] == "The target is too low."


def test_declining_is_recorded_without_a_code(house: House) -> None:
    sent = house.enter(INGRID).fill(
        PAGE, answer="declined", **{"reasons-declined": "Not our outcomes."}
    )
    assert sent.status_code == 303
    assert says(house, INGRID, "M01", "confirm") == {"objected"}


def test_a_reason_typed_for_another_answer_is_never_passed_over(house: House) -> None:
    refused = house.enter(INGRID).fill(
        PAGE, answer="confirmed", **{"reasons-declined": "Not our outcomes."}
    )
    assert refused.status_code == 422
    assert "Not our outcomes." in refused.text
    assert decisions_of(house, INGRID, "M01") == []


def test_a_wording_of_ones_own_is_shown_with_its_statement_before_it_is_confirmed(
    house: House,
) -> None:
    ingrid = house.enter(INGRID)
    preview = ingrid.fill(f"{PAGE}?edit=1", PAGE, **reworded(house, ingrid))
    sent = ingrid.send(preview, PAGE, do="edited")
    current = house.page().documents["outcomes"]
    assert sent.status_code == 303
    assert current.content["outcomes"][0]["target"] == "10"
    assert (current.number, current.made_by_side) == (2, "buyer")
    assert recorded(house, INGRID, "M01")["statement"] in words(preview)


def test_a_preview_records_nothing(house: House) -> None:
    ingrid = house.enter(INGRID)
    ingrid.fill(f"{PAGE}?edit=1", PAGE, **reworded(house, ingrid))
    assert house.page().documents["outcomes"].number == 1
    assert decisions_of(house, INGRID, "M01") == []


def test_an_outcome_without_words_is_refused_beside_its_field(house: House) -> None:
    ingrid = house.enter(INGRID)
    typed = reworded(house, ingrid, **{"outcomes-1-words": " "})
    refused = ingrid.fill(f"{PAGE}?edit=1", PAGE, **typed)
    assert refused.status_code == 422
    assert beside(refused, "outcomes-1-words").startswith("Outcome 2 still needs")
    assert 'value="10"' in refused.text


def test_an_outcome_keeps_what_was_typed_for_a_date(house: House) -> None:
    ingrid = house.enter(INGRID)
    typed = reworded(house, ingrid, **{"outcomes-0-by": "next autumn"})
    refused = ingrid.fill(f"{PAGE}?edit=1", PAGE, **typed)
    assert "year-month-day" in beside(refused, "outcomes-0-by")
    assert "next autumn" in refused.text


def test_a_wording_that_changes_nothing_is_no_revision(house: House) -> None:
    ingrid = house.enter(INGRID)
    refused = ingrid.fill(
        f"{PAGE}?edit=1", PAGE, **reworded(house, ingrid, **{"outcomes-0-target": "20"})
    )
    assert refused.status_code == 422
    assert "Nothing differs from the current revision" in words(refused)


def test_a_statement_can_be_confirmed_in_ones_own_words(house: House) -> None:
    written(house, "M08", "The test is fair.")
    page = "/room/m/M08/confirm"
    priya = house.enter(PRIYA)
    typed = {"do": "preview", "text": "The test is fair, and short."}
    preview = priya.fill(f"{page}?edit=1", page, **typed)
    assert priya.send(preview, page, do="edited").status_code == 303
    assert house.page().documents["statement:M08"].content["text"] == "The test is fair, and short."


def test_who_changed_the_words_asks_only_those_whose_part_changed(house: House) -> None:
    house.enter(TOMAS).fill(PAGE, answer="confirmed")
    ingrid = house.enter(INGRID)
    preview = ingrid.fill(f"{PAGE}?edit=1", PAGE, **reworded(house, ingrid))
    ingrid.send(preview, PAGE, do="edited")
    assert says(house, TOMAS, "M01", "confirm") == {"yes"}
    assert "asked to confirm" in words(house.enter(PRIYA).get(PAGE))
