"""Every address of the room: importing a view module registers what it shows."""

from portal.web.buyer import (
    address,
    answering,
    documents,
    erasing,
    home,
    ledger,
    me,
    paper,
    people,
    visit,
    visits,
    withdrawing,
)
from portal.web.buyer.blueprint import blueprint

__all__ = [
    "address", "answering", "blueprint", "documents", "erasing", "home", "ledger", "me", "paper",
    "people", "visit", "visits",
    "withdrawing",
]  # fmt: skip  # a list to read across
