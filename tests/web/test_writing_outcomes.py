"""Writing outcomes on the desk: rows without script, errors in place, a revision at the end."""

from portal.domain.document import OUTCOMES
from tests.web.desks import reader, send_anyway, stranger
from tests.web.meridian import INGRID, House
from tests.web.visitor import words
from tests.web.writing import Writer

THIRD = {
    "2-words": "Nobody phones to ask where a claim is.", "2-measure": "Calls about claims",
    "2-unit": "a month", "2-baseline": "310", "2-target": "60", "2-by": "2027-09-30",
}  # fmt: skip  # one outcome


def targets(house: House) -> list[str]:
    """Return the targets of the current revision."""
    return [one["target"] for one in house.page().documents[OUTCOMES].content["outcomes"]]


def test_the_page_shows_the_outcomes_as_they_stand(house: House) -> None:
    page = Writer(house, "outcomes")
    assert "Outcomes, revision 1" in words(page.shown)
    assert page.values()["0-words"] == "We pay no claim twice."


def test_a_changed_target_makes_the_next_revision(house: House) -> None:
    sent = Writer(house, "outcomes").press("write", **{"0-target": "10"})
    assert sent.status_code == 303
    assert targets(house) == ["10", "7"]


def test_a_row_is_added_without_script_and_nothing_is_written_yet(house: House) -> None:
    page = Writer(house, "outcomes")
    page.press("add", **{"0-target": "15"})
    assert "Outcome 3" in words(page.shown)
    assert page.values()["0-target"] == "15"
    assert targets(house) == ["20", "7"]


def test_the_added_row_is_written_with_the_others(house: House) -> None:
    page = Writer(house, "outcomes")
    page.press("add")
    page.press("write", **THIRD, **{"2-owner": house.people[INGRID]})
    assert targets(house) == ["20", "7", "60"]


def test_a_row_is_taken_out(house: House) -> None:
    page = Writer(house, "outcomes")
    page.press("take-out-0")
    page.press("write")
    assert targets(house) == ["7"]


def test_a_blank_row_is_no_outcome(house: House) -> None:
    page = Writer(house, "outcomes")
    page.press("add")
    page.press("write", **{"0-target": "10"})
    assert targets(house) == ["10", "7"]


def test_each_missing_part_is_named_with_its_row(house: House) -> None:
    page = Writer(house, "outcomes")
    sent = page.press("write", **{"0-measure": "", "1-target": ""})
    assert sent.status_code == 422
    assert "Outcome 1 still needs what is measured." in words(sent)
    assert "Outcome 2 still needs the target value." in words(sent)


def test_a_date_in_the_past_is_told_beside_it_and_what_was_typed_stays(house: House) -> None:
    page = Writer(house, "outcomes")
    sent = page.press("write", **{"1-by": "2020-02-01", "1-words": "Settled in a week."})
    assert "Outcome 2: this day has passed." in words(sent)
    assert page.values()["1-words"] == "Settled in a week."
    assert page.values()["1-by"] == "2020-02-01"


def test_an_impossible_date_is_told_beside_it(house: House) -> None:
    sent = Writer(house, "outcomes").press("write", **{"0-by": "2027-02-30"})
    assert "Outcome 1: write the date as year-month-day" in words(sent)


def test_an_owner_outside_the_committee_is_refused(house: House) -> None:
    sent = Writer(house, "outcomes").press("write", **{"0-owner": "nobody"})
    assert "Choose an owner from the committee." in words(sent)


def test_the_same_words_again_make_no_revision(house: House) -> None:
    sent = Writer(house, "outcomes").press("write")
    assert sent.status_code == 422
    assert "Nothing differs from the current revision" in words(sent)


def test_a_sixth_outcome_cannot_be_added(house: House) -> None:
    page = Writer(house, "outcomes")
    for _ in range(5):
        page.press("add")
    assert "5-words" not in page.values()
    assert "nobody owns a wish list" in words(page.shown)


def test_a_reader_is_led_to_the_outcomes_as_the_buyer_reads_them(house: House) -> None:
    browser, path = reader(house), f"/desk/plans/{house.plan}/outcomes"
    shown = browser.get(path, follow_redirects=True)
    assert "We pay no claim twice." in words(shown)
    assert "Make revision" not in words(shown)
    assert send_anyway(browser, path, do="write", **{"0-target": "10"}).status_code == 403
    assert targets(house) == ["20", "7"]


def test_a_stranger_finds_nothing(house: House) -> None:
    assert stranger(house).get(f"/desk/plans/{house.plan}/outcomes").status_code == 404
