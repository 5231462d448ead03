"""Outcomes as their readers see them: the buyer's own words, each with who answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.outcomes import Outcome, from_content
from portal.store.pages.rows import MemberRow
from portal.web.wording import initials, long_day


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """One outcome; ``mine`` tells whether the reader owns it."""

    number: int
    words: str
    measure: str
    unit: str
    baseline: str
    target: str
    by: str
    owner: str
    initials: str
    mine: bool


def shown(
    content: Mapping[str, Any], members: Sequence[MemberRow], reader: str = ""
) -> tuple[OutcomeShown, ...]:
    """Return the outcomes as they are shown; ``reader`` is the id of the person who looks."""
    names = {member.id: member.name for member in members}
    return tuple(
        _one(number, outcome, names.get(outcome.owner, "somebody no longer here"), reader)
        for number, outcome in enumerate(from_content(content), 1)
    )


def _one(number: int, outcome: Outcome, owner: str, reader: str) -> OutcomeShown:
    return OutcomeShown(
        number, outcome.words, outcome.measure, outcome.unit, outcome.baseline, outcome.target,
        long_day(outcome.by), owner, initials(owner), outcome.owner == reader,
    )  # fmt: skip  # a row


def field_words(name: str) -> str:
    """Return what a field of an outcome is called on a page."""
    return FIELDS.get(name, name)


FIELDS = {
    "words": "In your own words",
    "measure": "What is measured",
    "unit": "Unit",
    "baseline": "Today",
    "target": "Target",
    "by": "By",
    "owner": "Owner",
}


def day_of(text: str) -> str:
    """Return a stored date as people read it."""
    return long_day(date.fromisoformat(text))
