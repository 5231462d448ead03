"""Starting a plan by hand: shown at once, kept on request, refused beside the question."""

from typing import Any

from werkzeug.test import TestResponse

from tests.web.desks import reader
from tests.web.meridian import House
from tests.web.visitor import words

SENT_TO = "/desk/new#laid-out"
PURCHASE = {
    "buyer": "Halden Paper", "type": "large_account", "go_live": "2027-03-22",
    "amount": "420,000", "currency": "EUR", "country": "DE", "functions_deciding": "3",
    "integration": "standard", "kind_of_data": "business", "users_changing_habits": "120",
}  # fmt: skip  # one form


def send(house: House, do: str = "preview", **changed: Any) -> TestResponse:
    """Fill in the page as Owen."""
    return house.sign_in().fill("/desk/new", SENT_TO, do=do, **{**PURCHASE, **changed})


def test_the_plan_is_shown_with_its_tier_and_why(house: House) -> None:
    shown = words(send(house))
    assert "This gives 24 milestones, tier 3, standard" in shown
    assert "Size 3 of 4" in shown
    assert "Complexity 2 of 4 4 of 15 points" in shown
    assert "The mean of size and complexity, halves up." in shown


def test_the_plan_is_shown_with_dates_people_and_what_was_left_out(house: House) -> None:
    shown = words(send(house))
    assert "Business outcomes agreed" in shown
    assert "Asks whoever decides on the money" in shown
    assert "Show what was left out, and why (16)" in shown


def test_a_date_that_can_be_met_is_said_to_be(house: House) -> None:
    assert "The go-live on Monday 22 March 2027 can be met" in words(send(house))


def test_a_date_that_cannot_be_met_is_said_before_it_is_kept(house: House) -> None:
    shown = words(send(house, go_live="2026-12-15"))
    assert "cannot be met" in shown
    assert "working days, later" not in shown
    assert "working days later" in shown


def test_showing_keeps_nothing(house: House) -> None:
    browser = house.sign_in()
    browser.fill("/desk/new", SENT_TO, do="preview", **PURCHASE)
    assert "Halden Paper" not in words(browser.get("/desk/"))


def test_keeping_leads_to_the_plan(house: House) -> None:
    browser = house.sign_in()
    kept = browser.fill("/desk/new", SENT_TO, do="keep", **PURCHASE)
    assert kept.status_code == 303
    assert "Name the people at Halden Paper" in words(browser.get(kept.location))


def test_keeping_the_same_form_twice_keeps_one_plan(house: House) -> None:
    browser = house.sign_in()
    page = browser.get("/desk/new")
    first, again, changed = (
        browser.send(page, SENT_TO, do="keep", **{**PURCHASE, "title": title})
        for title in ("A plan", "A plan", "Another plan")
    )
    assert first.status_code == 303
    assert again.location == first.location
    assert changed.location != first.location


def test_nothing_typed_is_lost_when_something_is_wrong(house: House) -> None:
    sent = send(house, amount="a lot", sites="some", title="Claims in a week", file_expired="yes")
    assert sent.status_code == 422
    for typed in ("a lot", "some", "Claims in a week", "2027-03-22"):
        assert f'value="{typed}"' in sent.text
    assert 'id="f-file_expired" value="yes" checked' in sent.text
    assert 'value="DE" selected' in sent.text


def test_each_wrong_answer_is_told_beside_its_question(house: House) -> None:
    sent = send(house, buyer="", type="", go_live="", country="", sites="some")
    for name in ("buyer", "type", "go_live", "country", "sites"):
        assert f'id="f-{name}-error"' in sent.text
        assert f'href="#f-{name}"' in sent.text


def test_a_go_live_on_a_holiday_is_refused_beside_the_date_with_its_neighbours(
    house: House,
) -> None:
    sent = send(house, go_live="2026-12-25")
    assert 'id="f-go_live-error"' in sent.text
    assert "is no working day; choose Thursday 24 December 2026 or Monday 28" in words(sent)


def test_a_notice_date_for_what_is_no_renewal_is_refused_beside_it(house: House) -> None:
    assert 'id="f-notice_on-error"' in send(house, notice_on="2027-01-15").text


def test_a_moved_tier_without_a_reason_is_refused_beside_the_reason(house: House) -> None:
    assert 'id="f-tier_reason-error"' in send(house, tier="2").text


def test_a_tier_moved_too_far_is_refused_beside_the_tier(house: House) -> None:
    hard = {"functions_deciding": "9", "kind_of_data": "personal", "integration": "custom"}
    sent = send(house, tier="2", funding="board", amount="900000", tier_reason="Quick.", **hard)
    assert 'id="f-tier-error"' in sent.text


def test_a_moved_tier_is_shown_with_its_reason(house: House) -> None:
    shown = words(send(house, tier="2", tier_reason="They bought the same last year."))
    assert "Moved from tier 3 by you: They bought the same last year." in shown


def test_a_negative_amount_is_refused_beside_the_amount(house: House) -> None:
    assert 'id="f-amount-error"' in send(house, amount="-5").text


def test_an_unknown_country_code_is_refused_beside_the_code(house: House) -> None:
    sent = send(house, calendar="QQ", time_zone="Europe/Berlin")
    assert 'id="f-calendar-error"' in sent.text


def test_a_country_outside_the_list_asks_for_its_time_zone(house: House) -> None:
    sent = send(house, country="", calendar="HU")
    assert 'id="f-time_zone-error"' in sent.text
    assert send(house, country="", calendar="HU", time_zone="Europe/Budapest").status_code == 200


def test_an_unknown_value_counts_as_the_median_order(house: House) -> None:
    shown = words(send(house, amount=""))
    assert "Size 2 of 4 No value yet, counted as the median" in shown


def test_facts_that_no_answer_gives_switch_milestones_on(house: House) -> None:
    assert "Confidentiality terms in place" not in _laid_out(send(house))
    assert "Confidentiality terms in place" in _laid_out(
        send(house, confidential_data_exchanged="yes")
    )


def test_an_answer_that_was_not_offered_is_refused(house: House) -> None:
    sent = send(house, funding="a friend")
    assert sent.status_code == 422
    assert 'id="f-funding-error"' in sent.text


def test_a_reader_may_not_start_a_plan(house: House) -> None:
    assert reader(house).get("/desk/new").status_code == 403


def _laid_out(response: TestResponse) -> str:
    return words(response).partition("This gives")[2].partition("Show what was left out")[0]
