"""Published figures held against the rows they are said to come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from portal.domain.cost_benefit.evaluation import Evaluation
from portal.domain.cost_benefit.numbers import EXACT
from portal.domain.cost_benefit.refusals import NegativeTolerance, UnknownRelation

EQUAL, BELOW = "=", "<"

Figure = Decimal | tuple[Decimal, ...] | None


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure somebody printed, and how to check it.

    ``key`` names our figure, None when we have none of that name; ours times ``scale`` must lie
    within ``tolerance`` of ``value`` or, with the relation "<", below it. ``value`` is a tuple only
    for a list of rates. Raises UnknownRelation and NegativeTolerance.
    """

    metric: str
    value: Figure
    key: str | None
    tolerance: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    relation: str = EQUAL

    def __post_init__(self) -> None:
        """Check that the claim can be judged at all."""
        if self.relation not in (EQUAL, BELOW):
            raise UnknownRelation(
                f"The published '{self.metric}' has the relation '{self.relation[:40]}'; "
                f"use '{EQUAL}' or '{BELOW}'.",
                field="published",
            )
        if self.tolerance < 0:
            raise NegativeTolerance(
                f"The published '{self.metric}' has a tolerance below 0; give 0 or more.",
                field="published",
            )


@dataclass(frozen=True, slots=True)
class Claim:
    """A published figure beside the computed one; ``follows`` is None where we know no such one."""

    metric: str
    published: Figure
    computed: Figure
    follows: bool | None


def judge(published: PublishedFigure, evaluation: Evaluation) -> Claim:
    """Tell whether ``published`` follows from the rows that ``evaluation`` comes from."""
    figure = FIGURES.get(published.key or "")
    if figure is None:
        return Claim(published.metric, published.value, None, None)
    with localcontext(EXACT):
        computed = _scaled(figure(evaluation), published.scale)
        follows = _follows(published, computed)
    return Claim(published.metric, published.value, computed, follows)


def _sole_rate_percent(evaluation: Evaluation) -> Decimal | None:
    rates = evaluation.internal_rates_of_return
    return 100 * rates[0] if len(rates) == 1 else None


def _return_percent(evaluation: Evaluation) -> Decimal | None:
    share = evaluation.return_on_investment
    return None if share is None else 100 * share


RATES = "irr_roots"
FIGURES: Mapping[str, Callable[[Evaluation], Figure]] = {
    "total_costs": lambda evaluation: evaluation.total_costs,
    "total_benefits": lambda evaluation: evaluation.total_benefits,
    "total_net": lambda evaluation: evaluation.total_net_benefits,
    "pv_costs": lambda evaluation: evaluation.present_value_costs,
    "pv_benefits": lambda evaluation: evaluation.present_value_benefits,
    "npv": lambda evaluation: evaluation.net_present_value,
    "bcr": lambda evaluation: evaluation.benefit_cost_ratio,
    "roi_pct": _return_percent,
    "irr_pct": _sole_rate_percent,
    RATES: lambda evaluation: evaluation.internal_rates_of_return,
    "payback_years_undiscounted_linear": lambda evaluation: evaluation.payback_periods,
    "payback_years_discounted_linear": lambda evaluation: evaluation.discounted_payback_periods,
}


def _scaled(figure: Figure, scale: Decimal) -> Figure:
    if isinstance(figure, tuple):
        return tuple(each * scale for each in figure)
    return None if figure is None else figure * scale


def _follows(published: PublishedFigure, computed: Figure) -> bool:
    value = published.value
    if isinstance(value, tuple) and isinstance(computed, tuple):
        return len(value) == len(computed) and all(
            abs(ours - theirs) <= published.tolerance
            for ours, theirs in zip(computed, value, strict=True)
        )
    if isinstance(value, Decimal) and isinstance(computed, Decimal):
        if published.relation == BELOW:
            return computed < value
        return abs(computed - value) <= published.tolerance
    return value is None and computed is None
