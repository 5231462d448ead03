"""Outcomes: what must change for the buyer, by how much, by when, and who owns it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.canonical import Content
from portal.domain.document import OUTCOMES
from portal.domain.refusals import Refusal

MOST_OUTCOMES = 5
LONGEST_WORDS = 300


class TooManyOutcomes(Refusal):
    """More than five outcomes is a wish list; nobody owns a wish list."""

    def __init__(self) -> None:
        super().__init__(f"A plan holds at most {MOST_OUTCOMES} outcomes. Take one out first.")


class NoOutcome(Refusal):
    """Without an outcome there is nothing to agree on."""

    def __init__(self) -> None:
        super().__init__("Write at least one outcome.", field="words")


class OutcomeIncomplete(Refusal):
    """An outcome nobody can measure can never be confirmed as reached."""

    def __init__(self, number: int, missing: str, field: str) -> None:
        super().__init__(f"Outcome {number} still needs {missing}.", field=field)
        self.number = number


class OutcomeTooLong(Refusal):
    """An outcome is a sentence."""

    def __init__(self, number: int, field: str) -> None:
        super().__init__(f"Outcome {number}: keep this to {LONGEST_WORDS} characters.", field=field)
        self.number = number


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome in the buyer's words; ``owner`` is a member's id, ``target`` due by ``by``."""

    words: str
    measure: str
    unit: str
    baseline: str
    target: str
    by: date
    owner: str


MISSING = {
    "words": "the buyer's words for what must change",
    "measure": "what is measured",
    "baseline": "today's value",
    "target": "the target value",
    "owner": "the person who owns it",
}


def to_content(outcomes: Sequence[Outcome]) -> Content:
    """Return the canonical content of a plan's outcomes.

    Raises:
        NoOutcome, TooManyOutcomes, OutcomeIncomplete, OutcomeTooLong: see each class.
    """
    if not outcomes:
        raise NoOutcome
    if len(outcomes) > MOST_OUTCOMES:
        raise TooManyOutcomes
    return {
        "kind": OUTCOMES,
        "outcomes": [_one(number, outcome) for number, outcome in enumerate(outcomes, 1)],
    }


def from_content(content: Any) -> tuple[Outcome, ...]:
    """Return the outcomes that ``to_content`` wrote."""
    return tuple(
        Outcome(**{**one, "by": date.fromisoformat(one["by"])}) for one in content["outcomes"]
    )


def _one(number: int, outcome: Outcome) -> Content:
    texts = {
        name: " ".join(getattr(outcome, name).split())
        for name in ("words", "measure", "unit", "baseline", "target", "owner")
    }
    for name, text in texts.items():
        if not text and name in MISSING:
            raise OutcomeIncomplete(number, MISSING[name], name)
        if len(text) > LONGEST_WORDS:
            raise OutcomeTooLong(number, name)
    return {**texts, "by": outcome.by.isoformat()}
