"""The seller's list of plans: keyset-paged, counted by whose move each milestone is."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, select, tuple_

from portal.domain.closing import Standing
from portal.store.pages.rows import PlanListRow
from portal.store.schema.plan import milestones, plans, standings

BUYERS = (Standing.WAITING_FOR_BUYER.value, Standing.STALE.value, Standing.REOPENED.value)
PAGE = 50


def _count(*values: str) -> Any:
    return func.coalesce(func.sum(case((standings.c.standing.in_(values), 1), else_=0)), 0)


_OPEN = (*BUYERS, Standing.WAITING_FOR_SUPPLIER.value, Standing.IN_DISCUSSION.value)
_page = (
    select(plans)
    .where(
        plans.c.organisation_id == bindparam("organisation"),
        tuple_(plans.c.go_live, plans.c.id) > tuple_(bindparam("go_live"), bindparam("after")),
    )
    .order_by(plans.c.go_live, plans.c.id)
    .limit(bindparam("most"))
    .subquery()
)
_SHOWN = (
    _page.c.organisation_id,
    _page.c.id,
    _page.c.title,
    _page.c.buyer,
    _page.c.opportunity_type,
    _page.c.tier,
    _page.c.go_live,
    _page.c.currency,
    _page.c.amount,
    _page.c.shared_at,
    _page.c.created_at,
)
PLANS = (
    select(
        *_SHOWN,
        _count(Standing.CLOSED.value),
        func.count(standings.c.code),
        _count(Standing.WAITING_FOR_SUPPLIER.value),
        _count(*BUYERS),
        _count(Standing.IN_DISCUSSION.value),
        func.min(case((standings.c.standing.in_(_OPEN), milestones.c.due_on))),
    )
    .outerjoin(
        standings,
        and_(
            standings.c.organisation_id == _page.c.organisation_id,
            standings.c.plan_id == _page.c.id,
        ),
    )
    .outerjoin(
        milestones,
        and_(
            milestones.c.organisation_id == standings.c.organisation_id,
            milestones.c.plan_id == standings.c.plan_id,
            milestones.c.code == standings.c.code,
        ),
    )
    .group_by(*_SHOWN)
    .order_by(_page.c.go_live, _page.c.id)
)


def plan_list(
    connection: Connection,
    organisation: str,
    *,
    after: tuple[date, str] = (date.min, ""),
    most: int = PAGE,
) -> tuple[PlanListRow, ...]:
    """Return one page of an organisation's plans, by go-live; ``after`` is the last row's key."""
    key = {"organisation": organisation, "go_live": after[0], "after": after[1], "most": most}
    found: Any = connection.execute(PLANS, key)
    return tuple(PlanListRow(*row) for row in found)
