"""One revision of any document, ready for the template that shows its kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.actions.draft import calendar_for
from portal.domain.document import COST_BENEFIT, IMPLEMENTATION_PLAN, MUTUAL_PLAN, OUTCOMES
from portal.store.pages.rows import MemberRow, PlanPage, RevisionRow
from portal.web.showing import cost_benefit, implementation, outcomes, statements

KINDS = (OUTCOMES, COST_BENEFIT, IMPLEMENTATION_PLAN, MUTUAL_PLAN)


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A revision with what its template needs: ``body`` is the view of its kind.

    ``template`` is the partial to include, which reads ``document``; ``made_by`` names a person of
    the buyer's side, or the supplier.
    """

    row: RevisionRow
    template: str
    body: Any
    made_by: str


def shown(
    row: RevisionRow,
    page: PlanPage,
    today: date,
    *,
    reader: MemberRow | None = None,
    typed_rate: str = "",
) -> DocumentShown:
    """Return a revision as it is shown to ``reader``, or to nobody in particular.

    ``typed_rate`` is a discount rate in percent to try out on a cost-benefit case.
    """
    kind = row.kind if row.kind in KINDS else "statement"
    body = _body(kind, row, page, today, reader, typed_rate)
    return DocumentShown(row, f"shared/{kind}.html", body, made_by(row, page))


def made_by(row: RevisionRow, page: PlanPage) -> str:
    """Return who made a revision."""
    member = page.member(row.made_by) if row.made_by_side == "buyer" else None
    return member.name if member else page.plan.supplier


def _body(
    kind: str,
    row: RevisionRow,
    page: PlanPage,
    today: date,
    reader: MemberRow | None,
    typed_rate: str,
) -> Any:
    plan = page.plan
    if kind == OUTCOMES:
        return outcomes.shown(row.content, page.members, reader.id if reader else "")
    if kind == COST_BENEFIT:
        return cost_benefit.shown(row.content, typed_rate)
    if kind == IMPLEMENTATION_PLAN:
        within = implementation.Setting(
            plan.go_live, today, plan.buyer, plan.supplier,
            lambda: calendar_for(plan.calendar, today, plan.go_live),
        )  # fmt: skip  # one value
        return implementation.shown(row.content, within, reader.name if reader else "")
    if kind == MUTUAL_PLAN:
        return statements.mutual_plan(row.content, today)
    return statements.paragraphs(row.content["text"])
