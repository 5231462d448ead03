"""Reading cases from JSON: one by rows with what was published of it, or many one-line cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.cost_benefit.claims import EQUAL, FIGURES, RATES, Figure, PublishedFigure
from portal.domain.cost_benefit.json_parts import Part, number, parse
from portal.domain.cost_benefit.refusals import NoFigures, WrongShape

ONE, HUNDREDTH = Decimal(1), Decimal("0.01")
# What a one-line case calls its figures: our key for each, and the scale that makes them alike.
ONE_LINE_KEYS: Mapping[str, tuple[str, Decimal]] = {
    "npv": ("npv", ONE),
    "irr": ("irr_pct", HUNDREDTH),
    "irr_roots": (RATES, ONE),
    "payback": ("payback_years_undiscounted_linear", ONE),
    "discounted_payback": ("payback_years_discounted_linear", ONE),
}


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A case with the figures published of it; ``id`` is "" where the file holds this one only."""

    id: str
    case: Case
    published: tuple[PublishedFigure, ...]


def read_case(text: str) -> Case:
    """Read the one case of a JSON file; raises WrongShape for a file of one-line cases.

    Other refusals: those of ``parse``, ``Part``, ``Row`` and ``Case``.
    """
    whole = Part.of("The file", parse(text))
    if whole.states("cases"):
        raise WrongShape("The file holds several one-line cases; give a file with 'rows'.")
    return _case(whole)


def read_published(text: str) -> PublishedCase | tuple[PublishedCase, ...]:
    """Read a JSON file with 'rows' as one published case, or one with 'cases' as several.

    Refusals: as ``read_case``, and those of ``PublishedFigure``. ``computed_by_us`` and
    ``verification`` are never read.
    """
    whole = Part.of("The file", parse(text))
    if not whole.states("cases"):
        return PublishedCase("", _case(whole), _published_figures(whole))
    if whole.states("rows"):
        raise WrongShape("The file holds 'rows' and 'cases'; keep one of them.")
    parts = (
        Part.of(f"Case {place}", item) for place, item in enumerate(whole.items("cases"), start=1)
    )
    return tuple(
        PublishedCase(part.text("id"), _one_line_case(part), _one_line_figures(part))
        for part in parts
    )


def _case(whole: Part) -> Case:
    currency = whole.line_or_none("currency")
    return Case(
        rows=tuple(_row(item, place) for place, item in enumerate(whole.items("rows"), start=1)),
        discount_rate=whole.number_or_null("discount_rate"),
        first_column_period=_first_column_period(whole),
        title=whole.line_or_none("title") or "",
        currency=None if currency is None else currency.upper(),
        unit=whole.line_or_none("unit"),
        amount=whole.number_or_none("amount"),
    )


def _first_column_period(whole: Part) -> int:
    """Without 'timing' the first column is today, as in a file of one-line cases."""
    if "timing" not in whole.content:
        return 0
    return whole.part("timing").whole_number("first_column_period")


def _row(item: object, place: int) -> Row:
    part = Part.of(f"Row {place}", item)
    name = part.line("name")
    named = f"Row {place} ('{name}'), column"
    values = (
        number(value, f"{named} {column}")
        for column, value in enumerate(part.items("values"), start=1)
    )
    return Row(
        kind=part.text("kind"),
        name=name,
        values=tuple(values),
        source=part.line_or_none("source"),
        owner=part.line_or_none("owner"),
    )


def _published_figures(whole: Part) -> tuple[PublishedFigure, ...]:
    items = whole.items("published") if "published" in whole.content else []
    return tuple(
        _published_figure(Part.of(f"Published figure {place}", item))
        for place, item in enumerate(items, start=1)
    )


def _published_figure(part: Part) -> PublishedFigure:
    key = part.text("computed_key") if part.states("computed_key") else RATES
    scale = part.number_or_none("scale")
    return PublishedFigure(
        metric=part.text("metric"),
        value=part.number_or_null("value"),
        key=key if key in FIGURES and key != RATES else None,
        tolerance=part.number_or_none("tolerance") or Decimal(0),
        scale=ONE if scale is None else scale,
        relation=part.text("relation") if part.states("relation") else EQUAL,
    )


def _one_line_case(part: Part) -> Case:
    flows = [
        number(value, f"{part.name}: flow {place}")
        for place, value in enumerate(part.items("flows"), start=1)
    ]
    if not flows:
        raise NoFigures(f"{part.name} has no flows; give one a period.")
    nothing = Decimal(0)
    return Case(
        rows=(
            Row(COST, "Negative flows", tuple(max(-flow, nothing) for flow in flows)),
            Row(BENEFIT, "Positive flows", tuple(max(flow, nothing) for flow in flows)),
        ),
        discount_rate=part.number_or_null("rate"),
    )


def _one_line_figures(part: Part) -> tuple[PublishedFigure, ...]:
    if "published" not in part.content:
        return ()
    published = part.part("published")
    tolerance = part.number_or_none("tol") or Decimal(0)
    return tuple(_one_line_figure(published, metric, tolerance) for metric in published.content)


def _one_line_figure(published: Part, metric: str, tolerance: Decimal) -> PublishedFigure:
    key, scale = ONE_LINE_KEYS.get(metric, (None, ONE))
    value: Figure
    if key == RATES and published.states(metric):
        place = f"{published.name}: '{metric}'"
        value = tuple(number(rate, place) for rate in published.items(metric))
    else:
        value = published.number_or_null(metric)
    return PublishedFigure(metric, value, key, tolerance, scale)
