"""What it costs and what it returns: figures, the cash-flow chart, and the table behind them."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from portal.delivery.drawing.cash_flow import CashFlow, Series, draw_cash_flow
from portal.delivery.drawing.svg import Medium
from portal.delivery.paper import words
from portal.delivery.paper.copy import Copy
from portal.domain.cost_benefit.case import BENEFIT, COST, Case
from portal.domain.cost_benefit.content import from_content
from portal.domain.cost_benefit.evaluation import Evaluation, Line, evaluate
from portal.domain.document import COST_BENEFIT
from portal.domain.statement import money

# As many columns as an upright page holds beside the names.
COLUMNS = 6
LONGEST_FIGURE = 12


def money_part(copy: Copy) -> dict[str, Any]:
    """Return the case in figures, picture and tables, or that there is none."""
    revision = copy.page.documents.get(COST_BENEFIT)
    if revision is None:
        return {"status": "No cost–benefit case has been written yet.", "figures": [], "svg": "",
                "tables": [], "sources": []}  # fmt: skip  # one value
    case = from_content({name: part for name, part in revision.content.items() if name != "kind"})
    found = evaluate(case)
    amount = money(revision.amount, revision.currency) if revision.amount is not None else None
    return {
        "status": copy.document_status(COST_BENEFIT),
        "amount": amount,
        "unit": _unit(copy, case),
        "figures": _figures(case, found),
        "svg": str(_chart(copy, case, found)),
        "tables": _tables(case, found),
        "sources": [
            {"name": row.name, "source": row.source or "no source given", "owner": row.owner or "–"}
            for row in case.rows
            if row.source or row.owner
        ],
    }


def _unit(copy: Copy, case: Case) -> str:
    currency = case.currency or copy.page.plan.currency
    return f"{currency}, {case.unit}" if case.unit else currency


def _figures(case: Case, found: Evaluation) -> list[dict[str, str]]:
    rate = "" if case.discount_rate is None else f"at {_percent(case.discount_rate)}"
    worth = found.net_present_value
    back = found.payback_periods
    share = found.break_even_share
    return [
        {"term": "Net present value" if worth is not None else "Net benefit",
         "text": words.figure(found.total_net_benefits if worth is None else worth),
         "small": rate or "not discounted: the case gives no rate"},
        {"term": "Return on cost",
         "text": "–" if found.return_on_investment is None
         else _percent(found.return_on_investment),
         "small": "net present value over present costs"},
        {"term": "Paid back after",
         "text": "not within these years" if back is None else _months(back),
         "small": "" if share is None else f"break-even at {_percent(share)} of the benefits"},
    ]  # fmt: skip  # a table


def _percent(fraction: Decimal) -> str:
    shown = f"{abs(fraction * 100):,.1f}".removesuffix(".0")
    return f"{words.MINUS if fraction < 0 else ''}{shown}%"


def _months(years: Decimal) -> str:
    return words.counted(int((years * 12).to_integral_value(ROUND_CEILING)), "month")


def _period(case: Case, column: int) -> str:
    number = case.first_column_period + column
    return "Start" if number == 0 else f"Year {number}" if number > 0 else f"{-number} years before"


def _chart(copy: Copy, case: Case, found: Evaluation) -> str:
    back = found.payback_periods
    return draw_cash_flow(
        CashFlow(
            title="Cumulative cash over the years",
            currency=_unit(copy, case),
            periods=tuple(_period(case, column) for column in range(case.periods)),
            first=Series("Cumulative", found.cumulative_net),
            payback=back,
            payback_label="" if back is None else f"Paid back: {_months(back)}",
        ),
        uid="cash",
        medium=Medium.PAPER,
    )


def _tables(case: Case, found: Evaluation) -> list[dict[str, Any]]:
    """Return the case's columns in as many tables as they need; totals stand in the last."""
    exact = all(value == value.to_integral_value() for row in case.rows for value in row.values)
    places = 0 if exact else 2
    starts = range(0, case.periods, COLUMNS)
    return [
        _table(case, found, range(start, min(start + COLUMNS, case.periods)), places,
               last=start == starts[-1])
        for start in starts
    ]  # fmt: skip  # one call each


def _table(
    case: Case, found: Evaluation, columns: range, places: int, *, last: bool
) -> dict[str, Any]:
    def cells(values: Sequence[Decimal], total: Decimal) -> list[str]:
        shown = [words.figure(values[column], places) for column in columns]
        return [*shown, words.figure(total, places)] if last else shown

    def part(kind: str, name: str, total: Decimal) -> list[dict[str, Any]]:
        lines = [line for line in found.lines if line.row.kind == kind]
        rows = [{"name": line.row.name, "cells": cells(line.row.values, line.total), "sum": False}
                for line in lines]  # fmt: skip  # one list
        return [
            *rows,
            {"name": name, "cells": cells(_sums(lines, case.periods), total), "sum": True},
        ]

    heads = [_period(case, column) for column in columns]
    net = {"name": "Net", "cells": cells(found.net_flows, found.total_net_benefits), "sum": True}
    return {
        "heads": [*heads, "Total"] if last else heads,
        "rows": [*part(BENEFIT, "Benefits", found.total_benefits),
                 *part(COST, "Costs", found.total_costs), net],
    }  # fmt: skip  # a table


def _sums(lines: Sequence[Line], periods: int) -> list[Decimal]:
    return [sum((line.row.values[n] for line in lines), Decimal(0)) for n in range(periods)]
