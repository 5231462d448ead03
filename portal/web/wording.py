"""How values read on a page: days, moments, amounts and the names of acts and seats."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask

from portal.domain.committee import DERIVED_SEATS, SEATS
from portal.domain.statement import money, short

ACTS = {
    "access": "take your seat",
    "confirm": "confirm",
    "approve": "approve",
    "sign": "sign off",
    "attest": "state your verdict",
    "provide": "give the facts",
    "attend": "confirm the recap",
    "decide": "decide",
    "measure": "give the measured value",
}
ANSWERS = {
    "accepted": "took the seat",
    "confirmed": "confirmed",
    "approved": "approved",
    "approved_with_conditions": "approved with conditions",
    "signed": "signed off",
    "passed": "stated a pass",
    "passed_with_conditions": "stated a pass with conditions",
    "failed": "stated that it failed",
    "provided": "gave the facts",
    "attended": "confirmed the recap",
    "go": "decided to go ahead",
    "measured": "gave the measured value",
    "changes_asked": "asked for changes",
    "declined": "declined",
    "not_yet": "answered: not yet",
    "stop": "decided to stop",
    "withdrawn": "withdrew the answer",
    "reported": "reported by the supplier",
}
STANDINGS = {
    "not_open": "not open yet",
    "waiting_for_supplier": "with the supplier",
    "waiting_for_buyer": "with the buyer",
    "in_discussion": "in discussion",
    "closed": "closed",
    "stale": "changed since it was agreed",
    "reopened": "reopened",
    "not_needed": "not needed",
    "stopped": "stopped",
}
TYPES = {
    "large_account": "Large account",
    "national_account": "National account",
    "new_account": "New account",
    "renewal": "Renewal",
    "upgrade": "Upgrade",
}
PLAIN = {
    "Champion": "Whoever leads for the buyer",
    "Decision maker": "Whoever decides on the money",
    "business day": "working day",
    " Go / not yet / stop": "",
    " / ": ", ",
}
PHASES = {
    1: "Agree what we want",
    2: "Evaluate and prove",
    3: "Approve and commit",
    4: "Implement and get the value",
}


@lru_cache(maxsize=4096)  # a page says the same few days a hundred times
def day(value: date | None, today: date | None = None) -> str:
    """Return a day as Fri 27 Nov, with the year where it is not this one."""
    if value is None:
        return "–"
    shown = f"{value:%a} {value.day} {value:%b}"
    return shown if today is not None and value.year == today.year else f"{shown} {value.year}"


def long_day(value: date | str, today: date | None = None) -> str:
    """Return a day in full: Friday 27 November, with the year where it is not this one."""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    shown = f"{value:%A} {value.day} {value:%B}"
    return shown if today is not None and value.year == today.year else f"{shown} {value.year}"


def moment(value: datetime | str | None, zone: str = "UTC") -> str:
    """Return a moment in a plan's time zone: 23 Nov 2026, 10:05."""
    if value is None:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M}"


def amount(value: Decimal | None, currency: str | None = None) -> str:
    """Return an amount of money, or a dash."""
    return "–" if value is None else money(value, currency)


def seat(role: str) -> str:
    """Return what a seat does, in words."""
    return SEATS.get(role) or DERIVED_SEATS.get(role) or role.replace("_", " ")


def initials(name: str) -> str:
    """Return two letters for a monogram."""
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def plainly(text: str) -> str:
    """Return the playbook's shorthand as a page says it: its seats and days in the page's words."""
    for short_of, said in PLAIN.items():
        text = text.replace(short_of, said)
    return text.strip().rstrip(".")


def install(app: Flask) -> None:
    """Let templates use these words."""
    app.jinja_env.filters |= {
        "day": day, "long_day": long_day, "moment": moment, "amount": amount, "seat": seat,
        "initials": initials, "fingerprint": short, "plainly": plainly,
        "act": lambda name: ACTS.get(name, name),
        "answer": lambda name: ANSWERS.get(name, name.replace("_", " ")),
        "standing": lambda name: STANDINGS.get(name, name.replace("_", " ")),
        "kind_of_plan": lambda name: TYPES.get(name, name),
        "phase": lambda number: PHASES.get(number, ""),
    }  # fmt: skip  # a table
