"""Every address of the room: importing a view module registers what it shows."""

from portal.web.buyer import answering, documents, home, ledger, me, paper, visit, withdrawing
from portal.web.buyer.blueprint import blueprint

__all__ = [
    "answering", "blueprint", "documents", "home", "ledger", "me", "paper", "visit",
    "withdrawing",
]  # fmt: skip  # a list to read across
