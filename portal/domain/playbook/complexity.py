"""How complex a purchase is: the seller's answers, their points, and the facts they give."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import Refusal

COMPLEXITY_BANDS = (3, 7, 11)  # the most points of C1, C2 and C3
MOST_COUNTED = 1_000_000_000

PERSONAL_DATA = "personal_data"
INTEGRATION = "integration_or_migration"
UNBUDGETED = "unbudgeted"
NOT_ON_VENDOR_LIST = "supplier_not_on_vendor_list"
FACTS_FROM_ANSWERS = (INTEGRATION, NOT_ON_VENDOR_LIST, PERSONAL_DATA, UNBUDGETED)


class ImpossibleCount(Refusal):
    """A number of functions, sites or users that no purchase has."""


class Data(StrEnum):
    """The most sensitive data of the buyer that the supplier handles."""

    NONE = "none"
    BUSINESS = "business"
    PERSONAL = "personal"


class Integration(StrEnum):
    """How far it is joined to the buyer's systems."""

    NONE = "none"
    STANDARD = "standard"
    CUSTOM = "custom"


class Funding(StrEnum):
    """Where the money comes from; ``board`` is above the local limit."""

    BUDGETED = "budgeted"
    UNBUDGETED = "unbudgeted"
    BOARD = "board"


class Paper(StrEnum):
    """Whose contract it is, as the supplier says it: ours is the supplier's."""

    OURS = "ours"
    THEIRS = "theirs"
    NEGOTIATED = "negotiated"


@dataclass(frozen=True, slots=True)
class Answers:
    """The seller's answers about how complex a purchase is; raises ``ImpossibleCount``."""

    functions_deciding: int
    data: Data
    integration: Integration
    sites: int
    funding: Funding
    paper: Paper
    users_changing_habits: int
    new_supplier: bool

    def __post_init__(self) -> None:
        require_count("functions_deciding", self.functions_deciding, 1)
        require_count("sites", self.sites, 1)
        require_count("users_changing_habits", self.users_changing_habits, 0)


def require_count(field: str, count: int, least: int) -> None:
    """Refuse a count that no purchase has."""
    if not least <= count <= MOST_COUNTED:
        raise ImpossibleCount(
            f"{field.replace('_', ' ').capitalize()} cannot be {count};"
            f" give a whole number from {least} up.",
            field=field,
        )


def complexity_points(answers: Answers) -> int:
    """Return the complexity points of the answers, 0 to 15."""
    return (
        steps(answers.functions_deciding, 1, 3)
        + tuple(Data).index(answers.data)
        + tuple(Integration).index(answers.integration)
        + steps(answers.sites, 1, 5)
        + tuple(Funding).index(answers.funding)
        + tuple(Paper).index(answers.paper)
        + steps(answers.users_changing_habits, 25, 250)
        + int(answers.new_supplier)
    )


def steps(count: int, few: int, some: int) -> int:
    """Return 0 for up to ``few``, 1 for up to ``some``, 2 for more."""
    return int(count > few) + int(count > some)


def complexity_band(points: int) -> int:
    """Return the complexity band 1 to 4 of a number of points."""
    return 1 + sum(points > most for most in COMPLEXITY_BANDS)


def facts_from(answers: Answers) -> frozenset[str]:
    """Return the facts about the purchase that the answers already give.

    Personal data gives ``personal_data``; any integration, standard or custom, gives
    ``integration_or_migration``; money that is unbudgeted or the board's to release (so above the
    local limit) gives ``unbudgeted``; a new supplier cannot be on the vendor list yet, which gives
    ``supplier_not_on_vendor_list``. The other facts do not follow from an answer and are asked:
    whether confidential data is exchanged, and whether the supplier touches data or systems (at a
    renewal or upgrade: whether its evidence expired). So is a known supplier's expired file.
    """
    holds = {
        PERSONAL_DATA: answers.data is Data.PERSONAL,
        INTEGRATION: answers.integration is not Integration.NONE,
        UNBUDGETED: answers.funding is not Funding.BUDGETED,
        NOT_ON_VENDOR_LIST: answers.new_supplier,
    }
    return frozenset(fact for fact, true in holds.items() if true)
