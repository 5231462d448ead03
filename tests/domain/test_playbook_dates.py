"""The dates of a laid-out plan, and the plain sentence about the day the buyer wants."""

from datetime import date

import pytest

from portal.actions.playbooks import standard_playbook
from portal.domain.calendar import BusinessCalendar
from portal.domain.playbook.dates import (
    AnchorInThePast,
    AnchorNoBusinessDay,
    AnchorTooFarAhead,
    NoticeAfterAnchor,
    NoticeTooEarly,
    due_dates,
    earliest_anchor,
    feasibility,
    notice_before,
    require_possible_anchor,
)
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.rules import OpportunityType

PLAYBOOK = standard_playbook()
EXPRESS = lay_out(PLAYBOOK, OpportunityType.LARGE_ACCOUNT, 1, ())  # a path of 12 business days
LABOUR_DAY = date(2025, 5, 1)  # a Thursday
CALENDAR = BusinessCalendar(frozenset({LABOUR_DAY}))
FRIDAY = date(2025, 5, 16)


def test_milestones_are_due_counted_backwards_in_business_days() -> None:
    due = due_dates(EXPRESS, FRIDAY, CALENDAR)
    assert due["M25"] == FRIDAY
    assert due["M22"] == date(2025, 5, 9)
    # Eleven business days before: over two weekends and the first of May.
    assert due["M01"] == date(2025, 4, 30)


def test_milestones_after_the_anchor_are_due_counted_forwards() -> None:
    assert due_dates(EXPRESS, FRIDAY, CALENDAR)["M26"] == date(2025, 6, 13)


def test_every_milestone_has_a_due_date() -> None:
    assert set(due_dates(EXPRESS, FRIDAY, CALENDAR)) == {one.code for one in EXPRESS.milestones}


def test_an_anchor_that_is_no_business_day_is_refused_with_its_neighbours() -> None:
    with pytest.raises(AnchorNoBusinessDay) as refusal:
        due_dates(EXPRESS, LABOUR_DAY, CALENDAR)
    assert refusal.value.sentence == (
        "Thursday 1 May 2025 is no business day; choose Wednesday 30 April 2025"
        " or Friday 2 May 2025."
    )
    assert refusal.value.field == "anchor"


def test_the_earliest_anchor_is_today_and_the_path() -> None:
    assert earliest_anchor(EXPRESS, CALENDAR, date(2025, 4, 29)) == FRIDAY


def test_from_a_weekend_work_starts_on_monday() -> None:
    sunday, monday = date(2025, 5, 4), date(2025, 5, 5)
    assert earliest_anchor(EXPRESS, CALENDAR, sunday) == CALENDAR.after(monday, 11)


def test_an_anchor_with_just_enough_days_can_be_met() -> None:
    judged = feasibility(EXPRESS, FRIDAY, CALENDAR, date(2025, 4, 29))
    assert judged.can_be_met
    assert judged.sentence == (
        "The go-live on Friday 16 May 2025 can be met: it needs 12 business days,"
        " and 12 business days remain."
    )


def test_an_anchor_one_business_day_short_says_so() -> None:
    judged = feasibility(EXPRESS, FRIDAY, CALENDAR, date(2025, 4, 30))
    assert (judged.can_be_met, judged.business_days_missed) == (False, 1)
    assert judged.earliest_anchor == date(2025, 5, 19)
    assert judged.sentence == (
        "The go-live on Friday 16 May 2025 cannot be met: 'Business outcomes agreed' would have to"
        " begin on Wednesday 30 April 2025, and the earliest day is Monday 19 May 2025,"
        " 1 business day later."
    )


def test_a_renewal_speaks_of_the_end_of_the_term() -> None:
    layout = lay_out(PLAYBOOK, OpportunityType.RENEWAL, 2, ())
    judged = feasibility(layout, FRIDAY, CALENDAR, date(2025, 5, 12))
    assert judged.sentence.startswith("The end of the term on Friday 16 May 2025 cannot be met")
    assert "'Results so far confirmed'" in judged.sentence


def test_feasibility_refuses_an_anchor_that_is_no_business_day() -> None:
    with pytest.raises(AnchorNoBusinessDay):
        feasibility(EXPRESS, LABOUR_DAY, CALENDAR, date(2025, 4, 1))


@pytest.mark.parametrize("today", [FRIDAY, date(2025, 6, 1)])
def test_a_new_plan_cannot_be_anchored_today_or_before(today: date) -> None:
    with pytest.raises(AnchorInThePast):
        require_possible_anchor(FRIDAY, CALENDAR, today)


@pytest.mark.parametrize("anchor", [date(2036, 1, 2), date.max])
def test_a_new_plan_cannot_be_anchored_absurdly_far_ahead(anchor: date) -> None:
    with pytest.raises(AnchorTooFarAhead, match=str(anchor.year)):
        require_possible_anchor(anchor, CALENDAR, date(2025, 5, 2))


def test_a_new_plan_cannot_be_anchored_on_a_day_off() -> None:
    with pytest.raises(AnchorNoBusinessDay):
        require_possible_anchor(LABOUR_DAY, CALENDAR, date(2025, 4, 1))


def test_the_notice_is_counted_in_business_days_to_the_anchor() -> None:
    assert notice_before(FRIDAY, date(2025, 4, 30), CALENDAR) == 11


def test_a_decision_before_notice_is_due_five_business_days_before_the_notice_date() -> None:
    notice_date = date(2025, 4, 30)
    notice = notice_before(FRIDAY, notice_date, CALENDAR)
    layout = lay_out(PLAYBOOK, OpportunityType.RENEWAL, 1, (), notice)
    assert due_dates(layout, FRIDAY, CALENDAR)["M17"] == CALENDAR.before(notice_date, 5)


def test_a_notice_date_after_the_term_is_refused() -> None:
    with pytest.raises(NoticeAfterAnchor):
        notice_before(FRIDAY, date(2025, 5, 17), CALENDAR)


def test_a_notice_date_absurdly_long_before_the_term_is_refused() -> None:
    with pytest.raises(NoticeTooEarly):
        notice_before(FRIDAY, date(2001, 5, 17), CALENDAR)
