"""A plan on the desk: what to do first, whose move each milestone is, nothing to press."""

from decimal import Decimal

import pytest

from portal.actions import draft, introduce, invite, report
from portal.domain.acts import Answer
from portal.domain.playbook.rules import Act
from portal.web.showing.feasibility import feasible
from tests.web.desks import reader, stranger
from tests.web.meridian import INGRID, OPPORTUNITY, TOMAS, House
from tests.web.visitor import words


def page(house: House, plan: str = "") -> str:
    """Return the text of a plan's page as Owen reads it."""
    return words(house.sign_in().get(f"/desk/plans/{plan or house.plan}"))


@pytest.fixture
def objected(house: House) -> House:
    """Have Ingrid recommend the case, and Tomás ask for changes."""
    house.open("M13")
    too_little, enough = Decimal(100_000), Decimal(500_000)
    words_said = {"title": "COO", "limit": enough, "reason": "We need 30,000 for training."}
    ingrid, tomas = house.visit(INGRID), house.visit(TOMAS)
    house.say(ingrid, "M13", Act.APPROVE, Answer.APPROVED, title="CFO", limit=too_little)
    house.say(tomas, "M13", Act.APPROVE, Answer.CHANGES_ASKED, **words_said)
    return house


def test_a_plan_nobody_is_named_for_begins_with_naming_them(house: House) -> None:
    plan = draft.start(house.means, house.seller, OPPORTUNITY)
    assert "Name the people at Meridian Freight" in page(house, plan)


def test_a_draft_with_people_asks_for_the_outcomes_then_for_sharing(house: House) -> None:
    plan = draft.start(house.means, house.seller, OPPORTUNITY)
    invite.add_member(
        house.means, house.seller, plan,
        name="Ana Kovač", email="ana@kestrel.example", title="", seats=["economic_buyer"],
    )  # fmt: skip  # one call
    shown = page(house, plan)
    first, second = "Write the outcomes in the buyer’s words", "Share the plan with Ana Kovač"
    assert shown.index(first) < shown.index(second)


def test_an_objection_comes_first_with_its_reason_and_where_to_answer_it(objected: House) -> None:
    shown = objected.sign_in().get(f"/desk/plans/{objected.plan}")
    assert "Answer Tomás Aguiar, who asked for changes: “Cost versus benefit approved”" in words(
        shown
    )
    assert "“We need 30,000 for training.”" in words(shown)
    assert f'href="/desk/plans/{objected.plan}/cost-benefit">Write a new revision' in shown.text


def test_a_stop_is_the_news_whatever_else_could_be_done(house: House) -> None:
    house.open("M13")
    ingrid, gone = house.visit(INGRID), "The budget went elsewhere."
    house.say(ingrid, "M13", Act.APPROVE, Answer.STOP, title="CFO", limit=Decimal(0), reason=gone)
    shown = page(house)
    assert "Meridian Freight stopped at “Cost versus benefit approved”" in shown
    assert f"“{gone}”" in shown


def test_a_recommendation_asks_who_may_approve(objected: House) -> None:
    shown = page(objected)
    assert "Ask who may approve EUR 420,000" in shown
    assert "Ingrid Solheim said yes above the stated limit: a recommendation." in shown


def test_nobody_else_is_looked_for_while_somebody_with_the_authority_is_asked(house: House) -> None:
    house.open("M13")
    introduce.introduce_self(house.means, house.visit(TOMAS), "COO", Decimal(500_000))
    little = {"title": "CFO", "limit": Decimal(100_000)}
    house.say(house.visit(INGRID), "M13", Act.APPROVE, Answer.APPROVED, **little)
    assert "Ask who may approve" not in page(house)


def test_a_milestone_that_waits_for_words_leads_to_where_they_are_written(house: House) -> None:
    house.open("M13")
    shown = house.sign_in().get(f"/desk/plans/{house.plan}")
    assert "Write the words of “Technical fit accepted”" in words(shown)
    assert f'href="/desk/plans/{house.plan}/m/M11"' in shown.text


def test_when_nothing_waits_for_us_the_heading_names_whose_move_it_is(house: House) -> None:
    assert "The next move is Ingrid Solheim’s" in page(house)


def test_a_report_waits_for_the_buyer_and_closes_nothing(house: House) -> None:
    report.report(house.means, house.seller, house.plan, "M01", "They agreed on the telephone.")
    shown = page(house)
    assert "(“They agreed on the telephone.”)" in shown
    assert "it counts for nothing until then" in shown
    assert house.page().milestone("M01").closed_at is None  # type: ignore[union-attr]  # it is there


def test_whether_the_date_can_be_met_is_said_in_a_sentence(house: House) -> None:
    assert "The go-live on Monday 22 March 2027 can be met: what is left takes" in page(house)


def test_the_days_that_are_left_are_those_the_layout_counted(house: House) -> None:
    today = draft.local_day(house.means.clock(), OPPORTUNITY.time_zone)
    made = draft.preview(OPPORTUNITY, house.seller.median_deal, today)
    days = f"{made.layout.path_business_days} working days"
    assert f"what is left takes {days}, and" in feasible(house.page(), today).sentence


def test_a_date_that_can_no_longer_be_met_says_which_milestone_comes_first(house: House) -> None:
    late = feasible(house.page(), OPPORTUNITY.go_live)
    assert not late.can_be_met
    assert "beginning with “Business outcomes agreed”" in late.sentence
    assert late.sentence.endswith("later.")


def test_the_address_to_paste_is_the_plans_own(house: House) -> None:
    shown = house.sign_in().get(f"/desk/plans/{house.plan}").text
    assert f'value="https://localhost/p/{house.seller.organisation_id}.{house.plan}"' in shown


def test_what_was_left_out_stands_with_its_reason(house: House) -> None:
    left = house.page().plan.left_out[0]
    assert f"{left['name']} {left['sentence']}" in page(house)


def test_a_milestone_of_our_own_is_added_and_waits_like_any_other(house: House) -> None:
    browser = house.sign_in()
    sent = browser.fill(
        f"/desk/plans/{house.plan}/add-milestone", name="Reporting format agreed", act="confirm",
        seat="finance", due_on="2027-01-20", why="The board reads one page.",
    )  # fmt: skip  # one call
    assert sent.status_code == 303
    assert "Reporting format agreed added by Northwind Analytics" in words(
        browser.get(sent.location)
    )


def test_a_milestone_of_our_own_is_refused_beside_what_is_missing(house: House) -> None:
    sent = house.sign_in().fill(
        f"/desk/plans/{house.plan}/add-milestone", name="Reporting format agreed", act="confirm",
        seat="", due_on="2026-01-20", why="",
    )  # fmt: skip  # one call
    assert sent.status_code == 422
    for name in ("seat", "why"):
        assert f'id="f-{name}-error"' in sent.text
    assert 'value="Reporting format agreed"' in sent.text


def test_no_page_of_a_plan_offers_to_close_a_milestone(objected: House) -> None:
    shown = objected.sign_in().get(f"/desk/plans/{objected.plan}").text
    assert [part.partition('"')[0] for part in shown.split('<form method="post" action="')[1:]] == [
        "/desk/sign-out"
    ]


def test_the_ledger_tells_the_same_entries_as_the_room(house: House) -> None:
    desk = words(house.sign_in().get(f"/desk/plans/{house.plan}/ledger"))
    room = words(house.enter(INGRID).get("/room/ledger"))
    for sentence in ("opened the plan to the committee", "named Ingrid Solheim for the committee"):
        assert sentence in desk
        assert sentence in room


def test_the_ledger_is_read_page_by_page(house: House) -> None:
    house.open("M16")
    browser = house.sign_in()
    before = house.page().plan.ledger_seq
    shown = words(browser.get(f"/desk/plans/{house.plan}/ledger?before=3"))
    assert before > 3
    assert "laid out 24 milestones" in shown
    assert "opened the plan" not in shown


def test_a_pdf_is_asked_for_by_a_button_and_never_made_by_looking(house: House) -> None:
    browser, path = house.sign_in(), f"/desk/plans/{house.plan}/paper"
    assert "Not made yet" in words(browser.get(path))
    assert browser.get(f"{path}/a4.pdf").status_code == 404
    sent = browser.fill(path, f"{path}/a4")
    assert "The PDF is being made" in words(browser.get(sent.location))


def test_a_reader_sees_the_plan_and_nothing_to_press(objected: House) -> None:
    shown = reader(objected).get(f"/desk/plans/{objected.plan}")
    assert "Answer Tomás Aguiar" in words(shown)
    assert 'class="btn"' not in shown.text


def test_a_reader_may_not_add_a_milestone(house: House) -> None:
    refused = reader(house).get(f"/desk/plans/{house.plan}/add-milestone")
    assert refused.status_code == 403
    assert "may read plans and change nothing" in words(refused)


@pytest.mark.parametrize(
    "more", ["", "/ledger", "/paper", "/paper/a4.pdf", "/sharing", "/add-milestone"]
)
def test_a_strangers_plan_is_not_there(house: House, more: str) -> None:
    assert stranger(house).get(f"/desk/plans/{house.plan}{more}").status_code == 404
