"""Approving: the choice on one page, the statement, name and code on the next."""

import re
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from tests.web.answering import beside, decisions_of, put_name, recorded, says
from tests.web.meridian import INGRID, TOMAS, House
from tests.web.visitor import Visitor, words

PAGE = "/room/m/M13/approve"
CONDITION = {
    "conditions-0-text": "The price holds for three years",
    "conditions-0-owner": "Owen Hartley, Northwind Analytics",
    "conditions-0-due": "2027-01-12",
}


def chosen(house: House, answer: str, **typed: str) -> tuple[Visitor, TestResponse]:
    """Return Ingrid's browser and what Continue shows her."""
    house.open("M13")
    ingrid = house.enter(INGRID)
    return ingrid, ingrid.fill(PAGE, answer=answer, **{"limit": "500,000", **typed})


def test_nothing_is_chosen_when_the_page_opens(house: House) -> None:
    house.open("M13")
    page = house.enter(INGRID).get(PAGE)
    assert " checked" not in page.text
    assert "Nobody else can answer in your name." in words(page)


def test_an_approval_stores_the_statement_that_stood_above_its_button(house: House) -> None:
    ingrid, second = chosen(house, "approved")
    sent = put_name(house, INGRID, ingrid, second, f"{PAGE}/approved")
    stored = recorded(house, INGRID, "M13")
    assert sent.status_code == 303
    assert "within my approval limit of EUR 500,000" in stored["statement"]
    assert stored["statement"] in words(second)
    assert says(house, INGRID, "M13", "approve") == {"yes"}


def test_opening_the_second_page_mails_nothing(house: House) -> None:
    ingrid, second = chosen(house, "approved")
    assert "Send me a code" in words(second)
    assert "A code is sent." not in words(second)
    refused = ingrid.send(second, f"{PAGE}/approved", name="Ingrid Solheim")
    assert beside(refused, "code").startswith("Press “Send me a code”")


def test_a_code_goes_to_the_masked_address_on_file(house: House) -> None:
    ingrid, second = chosen(house, "approved")
    coded = ingrid.send(second, f"{PAGE}/approved", do="code", name="Ingrid Solheim")
    assert "i•••••d@meridian.example" in words(coded)
    assert 'value="Ingrid Solheim"' in coded.text


def test_a_wrong_name_and_a_short_code_lose_nothing(house: House) -> None:
    ingrid, second = chosen(house, "approved_with_conditions", **CONDITION)
    address = f"{PAGE}/approved_with_conditions"
    coded = ingrid.send(second, address, do="code", name="Ingrid")
    refused = ingrid.send(coded, address, code="12345")
    assert beside(refused, "name").startswith("Type your name as Ingrid Solheim")
    again = ingrid.send(refused, address, name="Ingrid Solheim")
    assert beside(again, "code") == "The code has six digits; you typed five."
    assert "The price holds for three years" in words(again)
    assert decisions_of(house, INGRID, "M13") == []


def test_a_wrong_code_is_counted_and_the_right_one_still_works(house: House) -> None:
    ingrid, second = chosen(house, "approved")
    address = f"{PAGE}/approved"
    coded = ingrid.send(second, address, do="code", name="Ingrid Solheim")
    right = house.code(INGRID)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    refused = ingrid.send(coded, address, code=wrong)
    assert "4 tries are left" in beside(refused, "code")
    assert ingrid.send(refused, address, code=right).status_code == 303


def test_conditions_become_part_of_the_record(house: House) -> None:
    ingrid, second = chosen(house, "approved_with_conditions", **CONDITION)
    sent = put_name(house, INGRID, ingrid, second, f"{PAGE}/approved_with_conditions")
    assert sent.status_code == 303
    assert recorded(house, INGRID, "M13")["conditions"] == [
        {
            "text": "The price holds for three years",
            "owner": "Owen Hartley, Northwind Analytics",
            "due": "2027-01-12",
        }
    ]
    assert "The price holds for three years" in words(ingrid.get("/room/m/M13"))


def test_another_condition_finds_room_without_script(house: House) -> None:
    ingrid, more = chosen(house, "approved_with_conditions", do="condition", **CONDITION)
    assert "The price holds for three years" in more.text
    assert 'name="conditions-1-text"' in more.text
    second = ingrid.send(
        more, PAGE, answer="approved_with_conditions",
        **{**CONDITION, "conditions-1-text": "Training in May",
           "conditions-1-owner": "Priya Raman, Meridian Freight", "conditions-1-due": "2027-05-03"},
    )  # fmt: skip  # two conditions
    assert "Training in May Priya Raman, Meridian Freight, by Monday 3 May 2027" in words(second)


def test_a_condition_without_owner_and_date_is_refused_beside_its_fields(house: House) -> None:
    _, refused = chosen(
        house, "approved_with_conditions", **{"conditions-0-text": "The price holds"}
    )
    assert refused.status_code == 422
    assert beside(refused, "conditions-0-owner") == "Choose who must meet it."
    assert beside(refused, "conditions-0-due") == "Give a date after today."


def test_conditions_that_nobody_wrote_are_asked_for(house: House) -> None:
    _, refused = chosen(house, "approved_with_conditions")
    assert beside(refused, "conditions-0-text") == "Write at least one condition."


def test_a_condition_is_never_dropped_by_a_plain_approval(house: House) -> None:
    _, refused = chosen(house, "approved", **CONDITION)
    assert refused.status_code == 422
    assert beside(refused, "answer").startswith("You wrote a condition.")


def test_a_choice_must_be_made(house: House) -> None:
    _, refused = chosen(house, "")
    assert beside(refused, "answer") == "Choose one of the answers on the page."


def test_a_limit_must_be_stated_in_figures(house: House) -> None:
    _, refused = chosen(house, "approved", limit="half a million")
    assert beside(refused, "limit").startswith("Write the amount in figures")
    assert 'value="half a million"' in refused.text


def test_a_limit_left_out_is_asked_for(house: House) -> None:
    _, refused = chosen(house, "approved", limit="")
    assert beside(refused, "limit").startswith("State your approval limit")


def test_an_absurd_limit_is_refused_on_the_page_that_asks_for_it(house: House) -> None:
    ingrid, second = chosen(house, "approved", limit="9,999,999,999,999")
    refused = put_name(house, INGRID, ingrid, second, f"{PAGE}/approved")
    assert refused.status_code == 422
    assert "from 0 to" in beside(refused, "limit")


def test_above_ones_limit_a_yes_is_offered_only_as_a_recommendation(house: House) -> None:
    ingrid, second = chosen(house, "approved", limit="100,000")
    assert "Approve, as a recommendation" in words(second)
    assert "as a recommendation: the amount of EUR 420,000 is above" in words(second)
    assert "Who may approve EUR 420,000?" in words(second)
    sent = put_name(
        house, INGRID, ingrid, second, f"{PAGE}/approved", may_approve="Marc Dubois, CEO"
    )
    assert sent.location == "/room/m/M13?said=recommended"
    assert says(house, INGRID, "M13", "approve") == {"recommended"}
    assert recorded(house, INGRID, "M13")["note"].endswith("Marc Dubois, CEO")


def test_whose_stated_limit_is_too_low_is_told_before_they_choose(house: House) -> None:
    ingrid, second = chosen(house, "approved", limit="100,000")
    put_name(house, INGRID, ingrid, second, f"{PAGE}/approved")
    page = ingrid.fill("/room/m/M13/approve/withdraw", reason="I misread it.")
    told = words(ingrid.get(PAGE))
    assert page.status_code == 303
    assert "EUR 420,000 is above your limit of EUR 100,000" in told
    assert "Approve, as a recommendation" in told


def test_a_change_of_mind_keeps_what_was_typed(house: House) -> None:
    ingrid, second = chosen(house, "approved_with_conditions", **CONDITION)
    first = ingrid.send(second, f"{PAGE}/approved_with_conditions")
    back = ingrid.post(PAGE, data={**_all_hidden(second), "do": "back"})
    assert first.status_code == 422
    assert "The price holds for three years" in back.text
    assert 'id="f-answer-approved_with_conditions" value="approved_with_conditions" checked' in (
        back.text
    )


def _all_hidden(page: TestResponse) -> dict[str, Any]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def test_asking_for_changes_needs_no_name_and_no_code(house: House) -> None:
    ingrid, second = chosen(
        house, "changes_asked", **{"reasons-changes_asked": "Use the lower end of the trial."}
    )
    assert 'name="code"' not in second.text
    sent = ingrid.send(second, f"{PAGE}/changes_asked")
    assert sent.status_code == 303
    assert recorded(house, INGRID, "M13")["reason"] == "Use the lower end of the trial."


def test_asking_for_changes_without_saying_which_is_refused(house: House) -> None:
    _, refused = chosen(house, "changes_asked")
    assert beside(refused, "reasons-changes_asked").startswith("Say in a sentence")


def test_not_yet_says_until_when(house: House) -> None:
    reason = {"reasons-not_yet": "The board meets in January."}
    ingrid, refused = chosen(house, "not_yet", **reason)
    assert beside(refused, "until-not_yet").startswith("Give the date")
    second = ingrid.send(refused, PAGE, answer="not_yet", **{"until-not_yet": "2027-01-20"})
    assert ingrid.send(second, f"{PAGE}/not_yet").status_code == 303
    assert recorded(house, INGRID, "M13")["until"] == date(2027, 1, 20).isoformat()


def test_a_plan_is_stopped_in_two_taps_and_no_code(house: House) -> None:
    tomas, second = chosen(house, "stop", **{"reasons-stop": "No budget this year."})
    sent = tomas.send(second, f"{PAGE}/stop")
    assert sent.status_code == 303
    assert "stopped" in words(tomas.get("/room/m/M13")).lower()


def test_the_second_page_asks_again_when_it_is_opened_without_the_first(house: House) -> None:
    house.open("M13")
    opened = house.enter(TOMAS).get(f"{PAGE}/approved")
    assert (opened.status_code, opened.location) == (303, PAGE)
