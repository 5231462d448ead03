"""What stands beside an entry and moves no standing, as the entry commits to it: one hash a thing.

The chain holds no labels and no layout, only their fingerprints, so that it stays compact and a
change of any of them is found all the same. What both sides read in the evidence (names, titles,
notes) is hashed as it is, so that whoever holds a copy can compute it anew. What only the supplier
knows of a plan, and where a person works, is salted: a few answers are soon guessed.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.canonical import Content, commitment, fingerprint
from portal.domain.identity import salt_for

# By the names that the fields have in the plan, in the milestone, and in their rows.
TERMS = ("tier_reason", "facts", "answers", "notice_on", "calendar", "time_zone", "currency",
         "amount", "left_out", "source")  # fmt: skip  # one list
LAYOUT = ("position", "phase", "asks", "business_days", "due_on", "critical", "why",
          "buyer_action", "seller_provides", "origin")  # fmt: skip  # one list
OPENS_SITE = "site"


def names(title: str, buyer: str, supplier: str) -> str:
    """Return what an entry keeps of what a plan and its two companies are called (64 hex)."""
    return fingerprint({"title": title, "buyer": buyer, "supplier": supplier})


def terms(salt: str, values: Content) -> str:
    """Return what an entry keeps of how a plan came about (64 hex); ``values`` are its TERMS."""
    return commitment(salt, values)


def layout(values: Content) -> str:
    """Return what an entry keeps of where a milestone stands and what is told about it (64 hex).

    ``values`` are its LAYOUT.
    """
    return fingerprint(values)


def labels(title: str, note: str) -> str:
    """Return what an entry keeps of a document's title and of a revision's note (64 hex)."""
    return fingerprint({"title": title, "note": note})


def site(salt: str, place: str) -> str:
    """Return what an entry keeps of where somebody works (64 hex); ``salt`` is kept with them."""
    return commitment(salt_for(salt, OPENS_SITE), place)


def values_of(thing: object, fields: tuple[str, ...]) -> Content:
    """Return fields of a plan or milestone as they are hashed: days and amounts as their digits."""
    return {name: _plain(getattr(thing, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
