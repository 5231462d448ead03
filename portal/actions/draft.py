"""Drafting: a plan is laid out by rule from type, answers and the buyer's go-live."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.actions.calendars import working_calendar
from portal.actions.means import Means
from portal.actions.playbooks import standard_playbook
from portal.actions.sellers import Seller, require_still
from portal.domain.calendar import BusinessCalendar
from portal.domain.canonical import fingerprint
from portal.domain.document import document_for, values_for
from portal.domain.events import PlanLaidOut
from portal.domain.plan import Milestone, Plan, stored
from portal.domain.playbook import dates
from portal.domain.playbook.complexity import Answers, facts_from
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.layout import Layout
from portal.domain.playbook.rules import OpportunityType
from portal.domain.playbook.tier import ChosenTier, choose_tier, compute_tier
from portal.domain.refusals import Refusal
from portal.domain.roles import May
from portal.store import plans


class BuyerMissing(Refusal):
    """A plan is somebody's."""

    def __init__(self) -> None:
        super().__init__("Write the buyer's company name.", field="buyer")


class TitleTooLong(Refusal):
    """A title stands at the head of every page and mail."""

    def __init__(self, field: str) -> None:
        super().__init__("Keep this to 120 characters.", field=field)


class UnknownTimeZone(Refusal):
    """Days begin where the buyer works."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no time zone '{name}'; write one like Europe/Berlin.",
                         field="time_zone")  # fmt: skip  # one sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """What a seller says of an opportunity; amounts in ``currency``.

    ``known`` holds facts that no complexity answer sets; ``tier`` moves the computed tier by one,
    for the reason given.
    """

    title: str
    buyer: str
    opportunity_type: OpportunityType
    answers: Answers
    go_live: date
    currency: str
    amount: Decimal | None
    calendar: str
    time_zone: str
    notice_on: date | None = None
    follow_on_order: bool = False
    known: frozenset[str] = frozenset()
    tier: int | None = None
    tier_reason: str = ""
    source: str = ""
    restored: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan before it is kept: its tier, layout, dates, and whether the go-live can be met."""

    chosen: ChosenTier
    facts: frozenset[str]
    layout: Layout
    due: dict[str, date]
    feasibility: dates.Feasibility


def preview(draft: Draft, median_deal: Decimal, today: date) -> Preview:
    """Lay a plan out without keeping it.

    Raises:
        BuyerMissing, TitleTooLong, UnknownTimeZone, and the refusals of the playbook's tier,
        purchase and dates and of the calendar.
    """
    _check(draft)
    calendar = calendar_for(draft.calendar, today, draft.go_live)
    dates.require_possible_anchor(draft.go_live, calendar, today)
    computed = compute_tier(
        draft.opportunity_type, draft.amount or median_deal, draft.answers,
        median_deal=median_deal, follow_on_order=draft.follow_on_order,
    )  # fmt: skip  # one call
    chosen = choose_tier(computed, draft.tier, draft.tier_reason)
    facts = facts_from(draft.answers) | draft.known
    notice = (
        dates.notice_before(draft.go_live, draft.notice_on, calendar) if draft.notice_on else None
    )
    layout = lay_out(
        standard_playbook(), draft.opportunity_type, chosen.tier, facts, notice, draft.restored
    )
    due = dates.due_dates(layout, draft.go_live, calendar)
    return Preview(
        chosen, facts, layout, due, dates.feasibility(layout, draft.go_live, calendar, today)
    )


def start(means: Means, seller: Seller, draft: Draft, once: str = "") -> str:
    """Start a plan and lay it out; return its id.

    ``once`` is what a form was rendered with: the same form with the same words is one plan.

    Raises:
        ReaderOnly, AccountEnded, and the refusals of ``preview``.
    """
    seller.require_writing()
    now = means.clock()
    plan_id = means.id_of(_said(seller, draft, once)) if once else means.new_id()
    made = preview(draft, seller.median_deal, local_day(now, draft.time_zone))
    plan = _plan(seller, draft, made, plan_id, now, means.draw())
    with means.store.writing(seller.organisation_id) as session:
        require_still(session, seller, May.WRITE_PLANS)
        if once and plans.exists(session, seller.organisation_id, plan_id):
            return plan_id
        work = plans.begun(session, plan)
        rules = tuple(milestone.rule() for milestone in plan.milestones)
        laid_out = PlanLaidOut(rules, plan.go_live.isoformat())
        work.append(seller.by, now, [plan.started(), laid_out])
    return plan_id


def _said(seller: Seller, draft: Draft, once: str) -> str:
    """Return who said what of a purchase, and in which form, as one text."""
    sets = {"known": sorted(draft.known), "restored": sorted(draft.restored)}
    fields = {name: str(getattr(draft, name)) for name in type(draft).__dataclass_fields__} | sets
    return fingerprint([seller.account_id, once, fields, _stored_answers(draft)])


def calendar_for(code: str, today: date, go_live: date) -> BusinessCalendar:
    """Return the working days of a country from before today until well after the go-live."""
    first, last = min(today.year, go_live.year), max(today.year, go_live.year)
    return working_calendar(code, first, min(last, first + 30) + 1)


def local_day(now: datetime, time_zone: str) -> date:
    """Return the day it is in a time zone.

    Raises:
        UnknownTimeZone: if there is none of this name.
    """
    try:
        return now.astimezone(ZoneInfo(time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise UnknownTimeZone(time_zone) from unknown


def _check(draft: Draft) -> None:
    if not draft.buyer.strip():
        raise BuyerMissing
    for value, where in ((draft.title, "title"), (draft.buyer, "buyer")):
        if len(value) > plans.LONGEST_TITLE:
            raise TitleTooLong(where)


def _plan(
    seller: Seller, draft: Draft, made: Preview, plan_id: str, now: datetime, salt: str
) -> Plan:
    plan = Plan(
        organisation_id=seller.organisation_id,
        id=plan_id,
        title=draft.title.strip() or f"{draft.buyer.strip()} with {seller.organisation}",
        buyer=draft.buyer.strip(),
        supplier=seller.organisation,
        opportunity_type=draft.opportunity_type.value,
        tier=made.chosen.tier,
        tier_reason=made.chosen.reason or "",
        facts=sorted(made.facts),
        answers=_stored_answers(draft),
        go_live=draft.go_live,
        notice_on=draft.notice_on,
        calendar=draft.calendar,
        time_zone=draft.time_zone,
        currency=draft.currency,
        amount=draft.amount,
        owner_id=seller.account_id,
        created_at=now,
        playbook_version=standard_playbook().version,
        left_out=[
            {"code": one.code, "name": one.name, "sentence": one.sentence}
            for one in made.layout.left_out
        ],
        source=draft.source,
        terms_salt=salt,
    )
    plan.milestones = _milestones(plan, made)
    return plan


def _stored_answers(draft: Draft) -> dict[str, Any]:
    answers = draft.answers
    return {name: getattr(answers, name) for name in type(answers).__dataclass_fields__} | {
        "follow_on_order": draft.follow_on_order
    }


def _milestones(plan: Plan, made: Preview) -> list[Milestone]:
    return [
        Milestone(
            organisation_id=plan.organisation_id,
            plan_id=plan.id,
            code=one.code,
            position=position,
            name=one.name,
            phase=one.phase,
            acts=[act.value for act in one.closing_acts],
            acts_are=one.closing_acts_are.value,
            go_no_go=one.go_no_go,
            prerequisites=list(one.prerequisites),
            who=stored(one.who),
            document_id=document_for(one.code, one.closing_acts),
            asks=[list(pair) for pair in values_for(one.code, one.closing_acts)],
            business_days=one.business_days,
            due_on=made.due[one.code],
            critical=one.critical,
            why=one.why_for_the_buyer,
            buyer_action=one.buyer_action,
            seller_provides=one.seller_provides_first,
        )
        for position, one in enumerate(made.layout.milestones)
    ]
