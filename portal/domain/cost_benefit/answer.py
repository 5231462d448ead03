"""What the command and the API answer about a case, and that answer as JSON text."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.domain.cost_benefit.claims import Claim, Figure, judge
from portal.domain.cost_benefit.evaluation import Evaluation, evaluate
from portal.domain.cost_benefit.numbers import plain_text, rounded
from portal.domain.cost_benefit.reading import PublishedCase

DECIMALS = 6
FIGURES = (
    "total_costs",
    "total_benefits",
    "total_net_benefits",
    "present_value_costs",
    "present_value_benefits",
    "net_present_value",
    "return_on_investment",
    "benefit_cost_ratio",
    "internal_rates_of_return",
    "payback_periods",
    "discounted_payback_periods",
)


def answer(published: PublishedCase) -> dict[str, Any]:
    """Return the figures of a case, rounded half up to 6 decimals, and the claims made of it.

    Raises FigureTooLarge and RatesTooClose.
    """
    evaluation = evaluate(published.case)
    claims = [_claim(judge(figure, evaluation)) for figure in published.published]
    return {**figures(evaluation), "claims": claims}


def answers(cases: Sequence[PublishedCase]) -> dict[str, Any]:
    """Return the answer of each of ``cases`` under its id, in their order."""
    return {"cases": [{"id": published.id, **answer(published)} for published in cases]}


def figures(evaluation: Evaluation) -> dict[str, Any]:
    """Return the figures of the contract: decimals, a list for the rates, None where absent."""
    return {name: _rounded(getattr(evaluation, name)) for name in FIGURES}


def json_text(value: object) -> str:
    """Write an answer as JSON on one line, its decimals as numbers, digit by digit."""
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key)}: {json_text(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(json_text(each) for each in value)}]"
    return json.dumps(value)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "metric": claim.metric,
        "published": claim.published,
        "computed": _rounded(claim.computed),
        "follows": claim.follows,
    }


def _rounded(figure: Figure) -> Figure:
    if isinstance(figure, tuple):
        return tuple(rounded(each, DECIMALS) for each in figure)
    return None if figure is None else rounded(figure, DECIMALS)
