"""Laying a plan out backwards from go-live, and saying so when the date cannot be met."""

from datetime import date

import pytest

from portal.domain.calendar import BusinessCalendar, NoBusinessDay
from portal.domain.implementation.layout import CannotBeMet, LaidOut, LaidOutTask, lay_out
from portal.domain.implementation.plan import ImplementationPlan, PlanTooLong, Side, Task

WEEKENDS = BusinessCalendar()
GO_LIVE = date(2027, 3, 1)  # a Monday
IN_TIME = date(2027, 2, 1)
TOO_LATE = date(2027, 2, 18)  # leaves 7 business days for 11


def task(id_: str, days: int, *predecessors: str) -> Task:
    return Task(id_, id_.capitalize(), Side.BOTH, "Tomás Aguiar", None, days, predecessors)


def plan() -> ImplementationPlan:
    return ImplementationPlan(
        "Roll-out",
        (
            task("kick-off", 1),
            task("feed", 8, "kick-off"),
            task("training", 3, "kick-off"),
            task("acceptance", 2, "feed", "training"),
            task("go", 0, "acceptance"),
        ),
    )


def laid_out(today: date = IN_TIME, calendar: BusinessCalendar = WEEKENDS) -> LaidOut:
    return lay_out(plan(), GO_LIVE, calendar, today)


def of(laid: LaidOut, id_: str) -> LaidOutTask:
    return next(one for one in laid.tasks if one.task.id == id_)


def refusal(today: date) -> CannotBeMet:
    reason = laid_out(today).cannot_be_met
    assert reason is not None
    return reason


def test_the_last_task_finishes_on_the_go_live_itself() -> None:
    acceptance = of(laid_out(), "acceptance")
    assert (acceptance.latest_start, acceptance.latest_finish) == (date(2027, 2, 26), GO_LIVE)


def test_the_first_task_starts_when_the_whole_must() -> None:
    assert laid_out().starts_by == of(laid_out(), "kick-off").latest_start == date(2027, 2, 15)


def test_a_task_with_spare_days_has_two_spans() -> None:
    training = of(laid_out(), "training")
    assert (training.earliest_start, training.earliest_finish) == (
        date(2027, 2, 3),
        date(2027, 2, 5),
    )
    assert (training.latest_start, training.latest_finish) == (
        date(2027, 2, 23),
        date(2027, 2, 25),
    )
    assert training.slack == 5


def test_work_begins_on_the_business_day_after_today_at_the_soonest() -> None:
    friday = date(2027, 1, 29)
    assert of(laid_out(friday), "kick-off").earliest_start == date(2027, 2, 1)


def test_a_moment_falls_on_the_day_on_which_its_predecessors_end() -> None:
    go = of(laid_out(), "go")
    assert (go.latest_start, go.latest_finish) == (GO_LIVE, GO_LIVE)
    assert go.earliest_start == go.earliest_finish == of(laid_out(), "acceptance").earliest_finish


def test_tasks_without_slack_are_critical() -> None:
    assert laid_out().critical == ("kick-off", "feed", "acceptance", "go")


def test_a_blocked_day_moves_every_earlier_task() -> None:
    blocked = laid_out(calendar=WEEKENDS.without([date(2027, 2, 26)]))
    assert of(blocked, "acceptance").latest_start == date(2027, 2, 25)
    assert blocked.starts_by == date(2027, 2, 12)


def test_room_is_what_is_left_of_the_days_until_go_live() -> None:
    laid = laid_out()
    assert (laid.needed_days, laid.room_days) == (11, 9)
    assert laid.cannot_be_met is None


def test_the_last_day_to_begin_leaves_no_room_and_is_met() -> None:
    laid = laid_out(date(2027, 2, 12))
    assert (laid.room_days, laid.cannot_be_met) == (0, None)
    assert laid.earliest_go_live == GO_LIVE


def test_a_date_that_cannot_be_met_names_the_task_and_the_days() -> None:
    reason = refusal(TOO_LATE)
    assert (reason.task.id, reason.business_days) == ("kick-off", 4)
    assert reason.latest_start == date(2027, 2, 15)


def test_a_date_that_cannot_be_met_names_the_earliest_that_can() -> None:
    earliest = refusal(TOO_LATE).earliest_go_live
    assert earliest == date(2027, 3, 5)
    assert lay_out(plan(), earliest, WEEKENDS, TOO_LATE).room_days == 0


def test_the_plain_sentence_holds_everything_to_decide_on() -> None:
    assert refusal(TOO_LATE).sentence == (
        "The go-live on 2027-03-01 cannot be met, by 4 business days: 'Kick-off' would have to"
        " begin on 2027-02-15; the earliest go-live is 2027-03-05."
    )


def test_one_day_too_few_is_said_in_the_singular() -> None:
    assert "by 1 business day:" in refusal(date(2027, 2, 15)).sentence


def test_each_late_task_says_by_how_much() -> None:
    laid = laid_out(TOO_LATE)
    assert {one.task.id: one.late_by for one in laid.tasks if one.late_by} == {
        "kick-off": 4,
        "feed": 3,
    }


def test_a_go_live_that_has_passed_cannot_be_met() -> None:
    moment = ImplementationPlan("Switch", (task("go", 0),))
    passed = lay_out(moment, GO_LIVE, WEEKENDS, date(2027, 3, 3)).cannot_be_met
    assert passed is not None
    assert (passed.business_days, passed.earliest_go_live) == (2, date(2027, 3, 3))


def test_a_go_live_just_before_the_weekend_that_passed_cannot_be_met_either() -> None:
    moment = ImplementationPlan(
        "Now", (Task("A", "Switch over", Side.BUYER, "Tomás Aguiar", None, 0),)
    )
    saturday, friday = date(2026, 11, 21), date(2026, 11, 20)
    reason = lay_out(moment, friday, WEEKENDS, saturday).cannot_be_met
    assert reason is not None
    assert reason.earliest_go_live == date(2026, 11, 23)


def test_a_plan_without_duration_can_go_live_today() -> None:
    moment = ImplementationPlan("Switch", (task("go", 0),))
    assert lay_out(moment, GO_LIVE, WEEKENDS, GO_LIVE).cannot_be_met is None


def test_a_go_live_on_which_nobody_works_is_refused_naming_its_neighbours() -> None:
    with pytest.raises(NoBusinessDay, match="2027-02-26 before it or 2027-03-01") as refused:
        lay_out(plan(), date(2027, 2, 28), WEEKENDS, IN_TIME)
    assert refused.value.field == "go_live"


def test_a_plan_of_more_than_twenty_years_is_refused() -> None:
    chain = [task("0", 1000)] + [task(str(n), 1000, str(n - 1)) for n in range(1, 6)]
    with pytest.raises(PlanTooLong, match="6,000 business days"):
        lay_out(ImplementationPlan("Endless", tuple(chain)), GO_LIVE, WEEKENDS, IN_TIME)
