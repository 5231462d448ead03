"""An answer to words that have changed is refused with the difference; what was typed stays."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.actions import revise
from portal.domain.outcomes import Outcome
from tests.web.answering import decisions_of, put_name, written
from tests.web.meridian import CASE, INGRID, OUTCOMES, PRIYA, TASKS, TOMAS, House
from tests.web.visitor import words

CONFIRM, APPROVE = "/room/m/M01/confirm", "/room/m/M13/approve"
LOWER = replace(CASE, rows=(*CASE.rows[:2], replace(
    CASE.rows[2], values=tuple(map(Decimal, (0, 200_000, 310_000, 330_000))))),
)  # fmt: skip  # one row of three


def revise_outcomes(house: House) -> None:
    one, two = OUTCOMES(house.people)
    revise.outcomes(house.means, house.seller, house.plan, (replace(one, target="40"), two))


def test_a_confirmation_of_old_words_is_refused_with_the_difference(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    revise_outcomes(house)
    refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert refused.status_code == 409
    assert "Your answer was not recorded" in words(refused)
    assert "was 20 is now 40" in words(refused)
    assert decisions_of(house, INGRID, "M01") == []


def test_what_was_typed_is_shown_again_for_copying(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    page = ingrid.get(APPROVE)
    revise.cost_benefit(house.means, house.seller, house.plan, LOWER)
    refused = ingrid.send(
        page, APPROVE, answer="changes_asked", limit="500,000",
        **{"reasons-changes_asked": "Use the lower end.", "conditions-0-text": "Price holds"},
    )  # fmt: skip  # everything typed
    assert refused.status_code == 409
    for typed in ("500,000", "Use the lower end.", "Price holds"):
        assert typed in refused.text


def test_the_difference_of_a_case_says_what_it_does_to_its_worth(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    page = ingrid.get(APPROVE)
    revise.cost_benefit(house.means, house.seller, house.plan, LOWER)
    told = words(ingrid.send(page, APPROVE, answer="approved", limit="500,000"))
    assert "was 240,000 is now 200,000" in told
    assert "All in all the net present value is EUR 37,000 lower." in told


def test_a_name_put_to_old_words_is_refused_on_the_second_page(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(APPROVE, answer="approved", limit="500,000")
    where = f"{APPROVE}/approved"
    coded = ingrid.send(second, where, do="code", name="Ingrid Solheim")
    revise.cost_benefit(house.means, house.seller, house.plan, LOWER)
    refused = ingrid.send(coded, where, code=house.code(INGRID))
    assert refused.status_code == 409
    assert decisions_of(house, INGRID, "M13") == []


def test_no_code_is_mailed_for_old_words(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(APPROVE, answer="approved", limit="500,000")
    revise.cost_benefit(house.means, house.seller, house.plan, LOWER)
    assert ingrid.send(second, f"{APPROVE}/approved", do="code").status_code == 409


def test_ones_own_wording_of_old_words_is_refused_and_shown(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(f"{CONFIRM}?edit=1")
    revise_outcomes(house)
    owners = {"outcomes-0-owner": house.people[PRIYA], "outcomes-1-owner": house.people[TOMAS]}
    typed = {"outcomes-0-words": "No claim is paid twice."}
    refused = ingrid.send(page, CONFIRM, do="preview", **{**owners, **typed})
    assert refused.status_code == 409
    assert "No claim is paid twice." in refused.text


def test_the_current_words_can_be_answered_from_there(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    revise_outcomes(house)
    refused = ingrid.send(page, CONFIRM, answer="confirmed")
    assert f'href="{CONFIRM}">Read revision 2 and answer it' in refused.text
    assert ingrid.fill(CONFIRM, answer="confirmed").status_code == 303


def test_two_wordings_of_a_statement_stand_side_by_side(house: House) -> None:
    written(house, "M08", "The test takes a week.")
    priya = house.enter(PRIYA)
    page = priya.get("/room/m/M08/confirm")
    revise.milestone_statement(house.means, house.seller, house.plan, "M08", "It takes two weeks.")
    told = words(priya.send(page, "/room/m/M08/confirm", answer="confirmed"))
    assert "Revision 1 The test takes a week." in told
    assert "Revision 2 It takes two weeks." in told


def test_an_answer_on_record_is_asked_again_with_what_changed(house: House) -> None:
    priya = house.enter(PRIYA)
    priya.fill(CONFIRM, answer="confirmed")
    revise_outcomes(house)
    told = words(priya.get(CONFIRM))
    assert "What changed since revision 1" in told
    assert "before it changed" in told


def test_a_question_refused_for_a_reason_still_says_what_changed(house: House) -> None:
    priya = house.enter(PRIYA)
    priya.fill(CONFIRM, answer="confirmed")
    revise_outcomes(house)
    refused = priya.fill(CONFIRM, answer="declined")
    assert refused.status_code == 422
    assert "What changed since revision 1" in words(refused)
    assert "before it changed" in words(refused)


def test_an_outcome_added_and_one_taken_out_are_both_named(house: House) -> None:
    ingrid = house.enter(INGRID)
    page = ingrid.get(CONFIRM)
    one, _ = OUTCOMES(house.people)
    new = Outcome("Nobody waits on the telephone.", "Minutes waiting", "min", "9", "2",
                  date(2027, 9, 30), house.people[TOMAS])  # fmt: skip  # one outcome
    revise.outcomes(house.means, house.seller, house.plan, (one, new))
    told = words(ingrid.send(page, CONFIRM, answer="confirmed"))
    assert "Nobody waits on the telephone." in told
    assert "was A claim is settled within a week. taken out" in told


def test_changed_tasks_are_named_with_what_changed_in_them(house: House) -> None:
    longer = replace(TASKS.tasks[0], duration_days=6)
    revise.implementation(
        house.means, house.seller, house.plan, replace(TASKS, tasks=(longer, *TASKS.tasks[1:]))
    )
    told = words(house.enter(TOMAS).get("/room/d/implementation_plan"))
    assert "was 4 is now 6" in told


def test_put_name_needs_no_second_code_for_the_new_words_of_somebody_else(house: House) -> None:
    house.open("M13")
    ingrid = house.enter(INGRID)
    second = ingrid.fill(APPROVE, answer="approved", limit="500,000")
    house.enter(TOMAS).fill(APPROVE, answer="changes_asked", **{"reasons-changes_asked": "Lower."})
    assert put_name(house, INGRID, ingrid, second, f"{APPROVE}/approved").status_code == 303
