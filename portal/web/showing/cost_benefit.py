"""A cost-benefit case as its readers see it: headlines, chart, exact tables, what must be true."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portal.delivery.drawing.cash_flow import CashFlow, Series, draw_cash_flow
from portal.delivery.drawing.svg import Drawing, Frame
from portal.domain.cost_benefit.case import BENEFIT, COST, Case
from portal.domain.cost_benefit.content import from_content
from portal.domain.cost_benefit.evaluation import Evaluation, Line, evaluate
from portal.domain.cost_benefit.numbers import number_from_text
from portal.domain.refusals import Refusal
from portal.web.showing.figures import cell, exact, headline, months, percent, year


@dataclass(frozen=True, slots=True)
class RowShown:
    """One line of the table, its figures written out."""

    name: str
    values: tuple[str, ...]
    total: str
    present: str
    source: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case ready to be shown; ``problem`` is the sentence that stands where figures cannot.

    The last row of ``benefits`` and of ``costs`` is their sum.
    ``tried`` is the discount rate somebody tries out, as typed, ``refused`` why it was not taken.
    """

    title: str
    money: str
    rate: str
    typed_rate: str
    tried: bool = False
    refused: str = ""
    problem: str = ""
    figures: tuple[Mapping[str, str], ...] = ()
    facts: tuple[Mapping[str, str], ...] = ()
    periods: tuple[str, ...] = ()
    benefits: tuple[RowShown, ...] = ()
    costs: tuple[RowShown, ...] = ()
    sums: tuple[RowShown, ...] = ()
    discounted: bool = True
    wide: Drawing | None = None
    narrow: Drawing | None = None
    amount: str = ""


def case_of(content: Mapping[str, Any]) -> Case:
    """Return the case in a revision's content; raises the refusals of ``from_content``."""
    return from_content({name: value for name, value in content.items() if name != "kind"})


def shown(content: Mapping[str, Any], typed_rate: str = "", uid: str = "case") -> CaseShown:
    """Return a case as it is shown; a typed rate (in percent) is tried out and kept nowhere."""
    case, refused, own = case_of(content), "", ""
    if typed_rate.strip():
        try:
            rate = number_from_text(typed_rate.rstrip(" %"), "The rate", "rate") / 100
            case, own = replace(case, discount_rate=rate), percent(case.discount_rate, 2)
        except Refusal as refusal:
            refused = refusal.sentence
    bare = CaseShown(
        title=case.title or "Cost–benefit case",
        money=" ".join(part for part in (case.currency, case.unit) if part),
        rate=percent(case.discount_rate, 2),
        typed_rate=typed_rate,
        tried=bool(own),
        refused=refused,
        amount=headline_amount(case),
    )
    try:
        return _with_figures(bare, case, evaluate(case), uid)
    except Refusal as refusal:
        return replace(bare, problem=refusal.sentence)


def headline_amount(case: Case) -> str:
    """Return what an approval limit is held against, exactly."""
    parts = (case.currency, exact(case.amount_to_approve), case.unit)
    return " ".join(part for part in parts if part)


def _with_figures(bare: CaseShown, case: Case, found: Evaluation, uid: str) -> CaseShown:
    columns = tuple(year(case.first_column_period + i) for i in range(case.periods))
    flow = CashFlow(
        title=f"{bare.title}: net of benefits and costs, added up",
        currency=bare.money,
        periods=columns,
        first=Series("Net, added up", found.cumulative_net),
        payback=found.payback_periods,
        payback_label=f"Paid back: {months(found.payback_periods)}",
    )
    return replace(
        bare,
        figures=_figures(case, found),
        facts=_facts(case, found),
        periods=columns,
        benefits=(*_rows(found, BENEFIT), _total(found, BENEFIT, "Benefits")),
        costs=(*_rows(found, COST), _total(found, COST, "Costs")),
        sums=_sums(found),
        discounted=case.discount_rate is not None,
        wide=draw_cash_flow(flow, uid=f"{uid}-w", frame=Frame.WIDE),
        narrow=draw_cash_flow(flow, uid=f"{uid}-n", frame=Frame.NARROW),
    )


def _figures(case: Case, found: Evaluation) -> tuple[Mapping[str, str], ...]:
    over = sum(case.first_column_period + i > 0 for i in range(case.periods))
    years = f"over {over} years, at {percent(case.discount_rate, 2)} a year"
    worth = found.net_present_value
    first = {"term": "Net present value", "text": headline(worth, case.currency, case.unit),
             "small": years}  # fmt: skip  # one figure
    if worth is None:
        net = headline(found.total_net_benefits, case.currency, case.unit)
        first = {"term": "Net benefit", "text": net, "small": "not discounted: no rate is given"}
    return (
        first,
        {"term": "Return on cost", "text": percent(found.return_on_investment),
         "small": "net present value over present costs"},
        {"term": "Paid back after", "text": months(found.payback_periods),
         "small": f"discounted: {months(found.discounted_payback_periods)}"
         if case.discount_rate is not None else "counted from the first column"},
    )  # fmt: skip  # a figure each


def _facts(case: Case, found: Evaluation) -> tuple[Mapping[str, str], ...]:
    return (
        {"term": "What must be true", "text": break_even(found.break_even_share)},
        {"term": "What waiting costs", "text": waiting(found.cost_of_waiting_per_period, case)},
        {"term": "Internal rate of return", "text": rates(found.internal_rates_of_return)},
    )


def break_even(share: Decimal | None) -> str:
    """Say how much of the benefits has to come true for the case to break even."""
    if share is None:
        return "This case has no present benefits, so nothing in it can break even."
    if share > 1:
        return "Even with every benefit in full, the costs are not covered."
    return f"The case breaks even when {percent(share, 1)} of every benefit comes true."


def waiting(cost: Decimal | None, case: Case) -> str:
    """Say what putting the whole case off costs."""
    if cost is None:
        return "Not known: no discount rate is given."
    if cost <= 0:
        return "Nothing: as figured here, waiting does not lower the result."
    month = headline(cost / 12, case.currency, case.unit)
    return f"About {month} for each month the start is put off, if nothing else changes."


def rates(found: tuple[Decimal, ...]) -> str:
    """Name every internal rate of return there is."""
    if not found:
        return "There is none: the flows do not change sign."
    named = " and ".join(percent(rate, 1) for rate in found)
    if len(found) == 1:
        return f"{named} a year."
    return f"{named}: these flows have {len(found)}, so none of them alone tells the return."


def _rows(found: Evaluation, kind: str) -> tuple[RowShown, ...]:
    return tuple(_row(line) for line in found.lines if line.row.kind == kind)


def _row(line: Line) -> RowShown:
    row = line.row
    values = tuple(cell(value) for value in row.values)
    present = exact(line.present_value)
    return RowShown(row.name, values, exact(line.total), present, row.source or "", row.owner or "")


def _sums(found: Evaluation) -> tuple[RowShown, ...]:
    net = RowShown(
        "Net",
        tuple(map(exact, found.net_flows)),
        exact(found.total_net_benefits),
        exact(found.net_present_value),
    )
    adding_up = RowShown("Net, added up", tuple(map(exact, found.cumulative_net)), "", "")
    return net, adding_up


def _total(found: Evaluation, kind: str, words: str) -> RowShown:
    lines = [line.row.values for line in found.lines if line.row.kind == kind]
    columns = tuple(exact(sum(column, Decimal(0))) for column in zip(*lines, strict=True))
    whole, present = (
        (found.total_costs, found.present_value_costs)
        if kind == COST
        else (found.total_benefits, found.present_value_benefits)
    )
    columns = columns or ("0",) * len(found.net_flows)
    return RowShown(words, columns, exact(whole), exact(present))
