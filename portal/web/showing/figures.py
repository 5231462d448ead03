"""Figures as people read them: headlines rounded, tables exact, a real minus, a plain percent."""

from decimal import ROUND_HALF_UP, Decimal

from portal.domain.cost_benefit.numbers import rounded

NOTHING = "–"
MONTHS = 12


def exact(value: Decimal | None) -> str:
    """Return an amount to the cent: 219,557 or 219,557.43."""
    if value is None:
        return NOTHING
    near = rounded(value, 2)
    shown = f"{abs(near):,.2f}".removesuffix(".00")
    return f"−{shown}" if near < 0 else shown


def cell(value: Decimal) -> str:
    """Return an amount in a table, where nothing is a dash."""
    return exact(value) if value else NOTHING


def headline(value: Decimal | None, currency: str | None, unit: str | None = None) -> str:
    """Return an amount to two digits that count (three from 100,000 on): EUR 220,000."""
    if value is None:
        return NOTHING
    digits = 3 if abs(value) >= 100_000 else 2
    place = value.adjusted() - digits + 1
    near = value.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP) if value else Decimal(0)
    shown = f"{abs(near):,f}" if place < 0 else f"{int(abs(near)):,}"
    return " ".join(p for p in (currency, f"{'−' if near < 0 else ''}{shown}", unit) if p)


def percent(share: Decimal | None, places: int = 0) -> str:
    """Return a fraction in percent: 0.095 as 9.5 %."""
    if share is None:
        return NOTHING
    near = rounded(share * 100, places)
    shown = f"{abs(near):,f}"
    if places:
        shown = shown.rstrip("0").rstrip(".")
    return f"{'−' if near < 0 else ''}{shown}\u00a0%"


def months(periods: Decimal | None) -> str:
    """Return years as months: 1.5 as 18 months."""
    if periods is None:
        return "not within this time"
    count = int(rounded(periods * MONTHS, 0))
    if count == 0:
        return "at once" if not periods else "less than a month"
    return "1 month" if count == 1 else f"{count} months"


def year(period: int) -> str:
    """Return what a column of a case is called."""
    if period == 0:
        return "At the start"
    return f"Year {period}" if period > 0 else f"Year −{-period}"
