"""The dates of a laid-out plan, and whether the day the buyer wants can be met."""

from dataclasses import dataclass
from datetime import date

from portal.domain.calendar import BusinessCalendar
from portal.domain.playbook.layout import LaidOutMilestone, Layout
from portal.domain.playbook.rules import OpportunityType
from portal.domain.refusals import Refusal

MOST_YEARS_AHEAD = 10


class AnchorNoBusinessDay(Refusal):
    """A day on which nobody works: nothing can go live or be accepted on it."""


class AnchorInThePast(Refusal):
    """A day that has passed, or today: work starts on the business day after today."""


class AnchorTooFarAhead(Refusal):
    """A day so far ahead that it is a slip of the keyboard."""


class NoticeAfterAnchor(Refusal):
    """A notice date after the end of the term it gives notice of."""


class NoticeTooEarly(Refusal):
    """A notice date absurdly long before the end of the term."""


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether a plan's anchor can be met when work starts on the business day after today.

    ``business_days_missed`` is 0 when it can; ``sentence`` says it to people.
    """

    earliest_anchor: date
    business_days_missed: int
    sentence: str

    @property
    def can_be_met(self) -> bool:
        """Tell whether the anchor leaves enough business days for the longest path."""
        return self.business_days_missed == 0


def require_business_day(anchor: date, calendar: BusinessCalendar) -> None:
    """Refuse an anchor that is no business day, naming the ones before and after."""
    if not calendar.is_business_day(anchor):
        before, after = calendar.neighbours(anchor)
        raise AnchorNoBusinessDay(
            f"{told(anchor)} is no business day; choose {told(before)} or {told(after)}.",
            field="anchor",
        )


def require_possible_anchor(anchor: date, calendar: BusinessCalendar, today: date) -> None:
    """Refuse an anchor for a new plan that has passed, is absurdly far, or is no business day."""
    if anchor <= today:
        raise AnchorInThePast(
            f"{told(anchor)} is not after today, {told(today)}; choose a later day.", field="anchor"
        )
    if anchor.year - today.year > MOST_YEARS_AHEAD:
        raise AnchorTooFarAhead(
            f"{told(anchor)} is more than {MOST_YEARS_AHEAD} years ahead; check the year.",
            field="anchor",
        )
    require_business_day(anchor, calendar)


def notice_before(anchor: date, notice_date: date, calendar: BusinessCalendar) -> int:
    """Return the business days from a renewal's notice date to the anchor, as ``lay_out`` takes it.

    A notice date that is no business day counts as the business day before it.
    """
    if notice_date > anchor:
        raise NoticeAfterAnchor(
            f"The notice date {told(notice_date)} lies after the end of the term,"
            f" {told(anchor)}; correct one of them.",
            field="notice",
        )
    if anchor.year - notice_date.year > MOST_YEARS_AHEAD:
        raise NoticeTooEarly(
            f"The notice date {told(notice_date)} lies more than {MOST_YEARS_AHEAD} years before"
            " the end of the term; check the year.",
            field="notice",
        )
    return calendar.count(notice_date, anchor)


def due_dates(layout: Layout, anchor: date, calendar: BusinessCalendar) -> dict[str, date]:
    """Return the day each milestone is due, by code; raises ``AnchorNoBusinessDay``."""
    require_business_day(anchor, calendar)
    return {one.code: due_date(one, anchor, calendar) for one in layout.milestones}


def due_date(milestone: LaidOutMilestone, anchor: date, calendar: BusinessCalendar) -> date:
    """Return the day a milestone is due, counted in business days from the anchor."""
    if milestone.after_anchor_business_days is not None:
        return calendar.after(anchor, milestone.after_anchor_business_days)
    return calendar.before(anchor, milestone.latest_finish_business_days_before_anchor or 0)


def earliest_anchor(layout: Layout, calendar: BusinessCalendar, today: date) -> date:
    """Return the earliest feasible anchor: today and the path's business days."""
    return calendar.on_or_after(calendar.after(today, layout.path_business_days))


def feasibility(
    layout: Layout, anchor: date, calendar: BusinessCalendar, today: date
) -> Feasibility:
    """Judge the anchor against the longest path; raises ``AnchorNoBusinessDay``."""
    require_business_day(anchor, calendar)
    earliest = earliest_anchor(layout, calendar, today)
    missed = max(0, calendar.count(anchor, earliest))
    goal = "The end of the term" if is_renewal(layout) else "The go-live"
    path = business_days(layout.path_business_days)
    if not missed:
        left = business_days(calendar.count(today, anchor))
        sentence = f"{goal} on {told(anchor)} can be met: it needs {path}, and {left} remain."
        return Feasibility(earliest, 0, sentence)
    begun = calendar.before(anchor, max(0, layout.path_business_days - 1))
    return Feasibility(
        earliest,
        missed,
        f"{goal} on {told(anchor)} cannot be met: '{first_step(layout)}' would have to begin on"
        f" {told(begun)}, and the earliest day is {told(earliest)},"
        f" {business_days(missed)} later.",
    )


def first_step(layout: Layout) -> str:
    """Return the name of the milestone that the longest path begins with."""
    starts = {
        one.name: one.latest_finish_business_days_before_anchor + one.business_days
        for one in layout.milestones
        if one.latest_finish_business_days_before_anchor is not None
    }
    return max(starts, key=starts.__getitem__)


def is_renewal(layout: Layout) -> bool:
    """Tell whether the anchor is the end of a term rather than a go-live."""
    return layout.opportunity_type is OpportunityType.RENEWAL


def business_days(count: int) -> str:
    """Return the count with its noun."""
    return f"{count} business day{'' if count == 1 else 's'}"


def told(day: date) -> str:
    """Return a day as people read it: Friday 2 May 2025."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
