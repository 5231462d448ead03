"""The first screen of the room: what is asked of me, and everything that stands around it."""

import re
from datetime import date
from decimal import Decimal

from portal.actions import report, revise
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.domain.words import Condition
from tests.web.meridian import INGRID, PRIYA, TOMAS, House
from tests.web.visitor import words


def test_the_first_words_are_what_is_asked_of_me_by_when_why_and_what_then(house: House) -> None:
    read = words(house.enter(INGRID).get("/room/"))
    assert read.index("Ingrid, one question is with you") < read.index("The road to your go-live")
    assert "Confirm the business outcomes, revision 1" in read
    assert "Your answer is needed by Monday 7 December 10 working days from today" in read
    assert "Say in our own words what must change" in read
    assert "“Business outcomes agreed” closes when Priya and Tomás have answered too" in read
    assert "Then “Sponsor named and access agreed” opens" in read


def test_from_link_to_the_first_confirmation_it_takes_three_taps(house: House) -> None:
    browser = house.browser()
    continued = browser.fill(house.link(INGRID))
    home = browser.get(continued.location)
    button = re.search(r'<a class="btn" href="([^"]+)"', home.text)
    assert button
    confirmed = browser.fill(button[1], answer="confirmed")
    assert confirmed.status_code == 303
    lines = house.page().milestones[0].lines_of(house.people[INGRID])
    assert {line.answer for line in lines} == {"confirmed"}


def test_the_card_says_who_holds_what(house: House) -> None:
    read = words(house.enter(INGRID).get("/room/"))
    assert "With you: 1 answer" in read
    assert "With Northwind Analytics: nothing" in read
    assert "With your colleagues: Priya and Tomás, none late" in read


def test_a_date_that_has_passed_is_said_in_working_days(house: House) -> None:
    later = house.at(date(2026, 12, 9))
    read = words(later.enter(INGRID).get("/room/"))
    assert "Monday 7 December 2 working days late" in read
    assert "With your colleagues: Priya and Tomás, late: Priya and Tomás" in read


def test_several_asks_are_listed_under_the_one_due_first(house: House) -> None:
    house.open("M03")
    read = words(house.enter(TOMAS).get("/room/"))
    assert "Tomás, two questions are with you" in read
    assert read.index("Take your seat") < read.index("Also with you")
    assert "Confirm: “Current dealings on the table”" not in read.partition("Also with you")[0]


def test_who_has_nothing_to_answer_reads_what_comes_next_and_after_what(house: House) -> None:
    house.say(house.visit(INGRID), "M01", Act.CONFIRM, Answer.CONFIRMED)
    read = words(house.enter(INGRID).get("/room/"))
    assert "Ingrid, nothing waits for you" in read
    assert "Next for you: Deciders at the table" in read
    assert "It opens after “Sponsor named and access agreed”" in read


def test_the_road_names_who_answered_and_who_is_missing_and_since_when(house: House) -> None:
    house.say(house.visit(PRIYA), "M01", Act.CONFIRM, Answer.CONFIRMED)
    read = words(house.enter(INGRID).get("/room/"))
    assert "Priya Raman confirmed, Mon 23 Nov." in read
    assert "Tomás Aguiar has not answered yet, asked since Fri 20 Nov." in read
    assert "You have not answered yet, asked since Fri 20 Nov." in read


def test_who_owes_two_acts_of_a_milestone_is_named_once(house: House) -> None:
    house.open("M02")
    revise.milestone_statement(house.means, house.seller, house.plan, "M02", "Ingrid sponsors it.")
    read = words(house.enter(INGRID).get("/room/"))
    assert read.count("Priya Raman has not answered yet") == 1


def test_closed_milestones_are_folded_and_say_by_whose_answers_they_closed(house: House) -> None:
    house.open("M02")
    page = house.enter(INGRID).get("/room/").text
    folded = page[page.index("<details") : page.index("</details>")]
    assert "Business outcomes agreed" in folded
    assert "Ingrid Solheim, Priya Raman and Tomás Aguiar confirmed." in folded


def test_an_objection_is_quoted_and_is_with_the_supplier(house: House) -> None:
    tomas = house.visit(TOMAS)
    house.say(tomas, "M01", Act.CONFIRM, Answer.CHANGES_ASKED, reason="Count the depots too.")
    read = words(house.enter(INGRID).get("/room/"))
    assert "Tomás Aguiar asked for changes, Mon 23 Nov: “Count the depots too.”" in read
    assert "With Northwind Analytics: “Business outcomes agreed”" in read


def test_a_report_of_the_seller_is_shown_for_what_it_is(house: House) -> None:
    report.report(house.means, house.seller, house.plan, "M01", "Ingrid said yes by telephone.")
    read = words(house.enter(INGRID).get("/room/"))
    assert "Reported by Owen Hartley on Mon 23 Nov (“Ingrid said yes by telephone.”)" in read
    assert "waiting for your answer; it counts for nothing until then" in read
    assert "Ingrid, one question is with you" in read


def test_a_yes_above_the_limit_is_a_recommendation_and_asks_who_may_approve(house: House) -> None:
    house.open("M13")
    ingrid = house.visit(INGRID)
    house.say(ingrid, "M13", Act.APPROVE, Answer.APPROVED, title="CFO", limit=Decimal(100_000))
    read = words(house.enter(PRIYA).get("/room/"))
    assert "Ingrid Solheim recommended it on Mon 23 Nov: EUR 420,000 is above" in read
    assert "Somebody who may approve it is asked" in read


def test_my_answer_is_not_said_to_close_what_it_cannot_close(house: House) -> None:
    house.open("M13")
    ingrid = house.visit(INGRID)
    house.say(ingrid, "M13", Act.APPROVE, Answer.APPROVED, title="CFO", limit=Decimal(100_000))
    read = words(house.enter(TOMAS).get("/room/"))
    assert (
        "“Cost versus benefit approved” closes once somebody with the authority of “decides on"
        " the money” says yes."
    ) in read


def test_a_quorum_that_can_no_longer_be_met_is_said_at_once(house: House) -> None:
    house.open("M13")
    ingrid = house.visit(INGRID)
    house.say(ingrid, "M13", Act.APPROVE, Answer.DECLINED, reason="Not this year.")
    read = words(house.enter(PRIYA).get("/room/"))
    assert "the yes needed from “decides on the money” can no longer be reached" in read


def test_a_seat_that_nobody_holds_is_said_with_what_it_is_asked_for(house: House) -> None:
    read = words(house.enter(INGRID).get("/room/"))
    assert "Nobody at Meridian Freight holds the seat “legal” yet." in read
    assert "It is asked at “Contract terms agreed”." in read


def test_what_was_left_out_is_listed_with_its_reason(house: House) -> None:
    left_out = house.page().plan.left_out
    read = words(house.enter(INGRID).get("/room/"))
    assert f"Not needed, or left out: {len(left_out)} milestones, and why" in read
    assert all(one["sentence"] in read for one in left_out)


def test_a_condition_is_a_task_with_an_owner_and_a_date(house: House) -> None:
    house.open("M13")
    house.say(
        house.visit(TOMAS), "M13", Act.APPROVE, Answer.APPROVED_WITH_CONDITIONS, title="COO",
        limit=Decimal(500_000),
        conditions=(Condition("Report weekly until June.", "Owen Hartley", date(2027, 6, 30)),),
    )  # fmt: skip  # one call
    read = words(house.enter(INGRID).get("/room/"))
    assert "Report weekly until June. Owen Hartley by Wed 30 Jun 2027 · set by Tomás" in read


def test_documents_show_revision_fingerprint_and_who_is_missing(house: House) -> None:
    house.say(house.visit(INGRID), "M01", Act.CONFIRM, Answer.CONFIRMED)
    document = house.page().documents["outcomes"]
    read = words(house.enter(INGRID).get("/room/"))
    assert "Revision 1 · Fri 20 Nov · 1 of 3 answered" in read
    assert f"{document.hash[:4]} {document.hash[4:8]}" in read
    assert "With Priya and Tomás" in read


def test_outcomes_case_and_implementation_are_summed_up_with_their_documents(house: House) -> None:
    page = house.enter(INGRID).get("/room/")
    read = words(page)
    assert "We pay no claim twice." in read
    assert "Net present value EUR 340,000" in read
    assert "The amount to approve is EUR 420,000." in read
    assert "74 working days are to spare" in read
    for document in ("outcomes", "cost_benefit", "implementation_plan"):
        assert f'href="/room/d/{document}"' in page.text


def test_only_one_milestone_is_raised_and_only_one_button_is_petrol(house: House) -> None:
    house.open("M13")
    page = house.enter(INGRID).get("/room/").text
    assert len(re.findall(r'class="mile [^"]*\byou\b', page)) == 1
    assert len(re.findall(r'class="btn"', page)) == 1


def test_without_a_visit_the_room_says_how_to_come_back(house: House) -> None:
    answer = house.browser().get("/room/")
    assert answer.status_code == 401
    assert "Open your personal link again" in words(answer)
