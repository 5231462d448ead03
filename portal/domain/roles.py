"""Roles of the supplier's people: what each may do, as a table of small named questions.

Nothing here is about closing a milestone: only a buyer's answer does (law 1), and no role is asked.
"""

from collections.abc import Mapping
from enum import StrEnum


class May(StrEnum):
    """What a role can be asked for."""

    READ_PLANS = "read plans"
    WRITE_PLANS = "write plans"
    MANAGE_ACCOUNTS = "manage accounts"


MAY: Mapping[str, frozenset[May]] = {
    "owner": frozenset({May.READ_PLANS, May.WRITE_PLANS, May.MANAGE_ACCOUNTS}),
    "manager": frozenset({May.READ_PLANS, May.WRITE_PLANS}),
    "seller": frozenset({May.READ_PLANS, May.WRITE_PLANS}),
    "reader": frozenset({May.READ_PLANS}),
}
ROLES = tuple(MAY)
OWNER = "owner"


def may(role: str, what: May) -> bool:
    """Tell whether a role may do something; an unknown role may do nothing."""
    return what in MAY.get(role, frozenset())
