"""What a person says with an answer: personal, complete, and kept beside the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from unicodedata import normalize

from portal.domain import acts, events
from portal.domain.acts import Answer
from portal.domain.canonical import Content
from portal.domain.playbook.rules import Act
from portal.domain.refusals import (
    ConditionIncomplete,
    ConditionsMissing,
    NameDiffers,
    ReasonMissing,
    ReasonTooLong,
    UnknownValue,
    UntilMissing,
    ValueMissing,
)

LONGEST_TEXT = 4000


class Identified(StrEnum):
    """How we knew that it was this person: each by something sent to the address on file alone."""

    PERSONAL_LINK = "personal_link"  # in the first browser that continued it
    FORWARDED_LINK = "forwarded_link"  # in another browser, which reads until
    MAILBOX_CODE = "mailbox_code"  # a code mailed for that browser was entered
    ANSWER_CODE = "answer_code"  # a code mailed for this very answer was entered


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a yes: what must be true, who sees to it, by when."""

    text: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class Words:
    """What a person said with an answer: personal, so it stands beside the ledger.

    ``statement`` is the exact text shown above the button; ``name`` what they typed; ``values`` the
    facts entered, by the name asked for; ``identified`` how we knew that it was them.
    """

    statement: str
    name: str = ""
    reason: str = ""
    until: date | None = None
    conditions: tuple[Condition, ...] = ()
    values: Mapping[str, str] | None = None
    note: str = ""
    identified: tuple["Identified", ...] = ()

    def content(self) -> Content:
        """Return everything said, as the content the ledger's commitment stands for."""
        return {
            "statement": self.statement,
            "name": self.name,
            "reason": self.reason,
            "until": self.until.isoformat() if self.until else None,
            "conditions": [
                {"text": c.text, "owner": c.owner, "due": c.due.isoformat()}
                for c in self.conditions
            ],
            "values": dict(self.values or {}),
            "note": self.note,
            "identified": [one.value for one in self.identified],
        }


@dataclass(frozen=True, slots=True)
class Person:
    """The buyer who answers: their id and name, and the limit they state."""

    member: str
    name: str
    limit: Decimal | None = None
    currency: str | None = None


def check_words(
    rule: events.MilestoneRule,
    act: Act,
    answer: Answer,
    person: Person,
    words: Words,
    today: date,
) -> None:
    """Check that what was said is complete for this answer.

    Raises:
        ReasonMissing, ReasonTooLong, UntilMissing, ConditionsMissing, ConditionIncomplete,
        ValueMissing, UnknownValue, NameDiffers: see each class.
    """
    _check_reason(answer, words, today)
    _check_conditions(answer, words, today)
    if act in (Act.PROVIDE, Act.MEASURE) and answer in acts.ALL_YES:
        _check_values(rule, act, words)
    if acts.steps_up(act, answer) and not same_name(words.name, person.name):
        raise NameDiffers(person.name)


def same_name(typed: str, invited: str) -> bool:
    """Tell whether two spellings name the same person.

    Case and spacing do not matter, nor whether an accent came as a letter or as a mark of its own.
    """
    return _plain_name(typed) == _plain_name(invited)


def _plain_name(name: str) -> str:
    return normalize("NFC", " ".join(name.split()).casefold())


def _check_reason(answer: Answer, words: Words, today: date) -> None:
    if answer in acts.NEEDS_REASON and not words.reason.strip():
        raise ReasonMissing
    for field in ("reason", "note"):
        if len(getattr(words, field)) > LONGEST_TEXT:
            raise ReasonTooLong(LONGEST_TEXT, field)
    if answer is Answer.NOT_YET and (words.until is None or words.until <= today):
        raise UntilMissing


def _check_conditions(answer: Answer, words: Words, today: date) -> None:
    if answer not in acts.WITH_CONDITIONS:
        return
    if not words.conditions:
        raise ConditionsMissing
    for condition in words.conditions:
        if not condition.text.strip() or not condition.owner.strip() or condition.due <= today:
            raise ConditionIncomplete
        if max(len(condition.text), len(condition.owner)) > LONGEST_TEXT:
            raise ReasonTooLong(LONGEST_TEXT, "condition")


def _check_values(rule: events.MilestoneRule, act: Act, words: Words) -> None:
    values = words.values or {}
    entered = {name for name, value in values.items() if value.strip()}
    # Facts may be provided one by one, by several people; a measured value is one fact.
    every = act is Act.MEASURE and not entered >= set(rule.values)
    if not entered or every:
        raise ValueMissing(every=every)
    for name, value in values.items():
        if rule.values and name not in rule.values:
            raise UnknownValue(name)
        if len(value) > LONGEST_TEXT:
            raise ReasonTooLong(LONGEST_TEXT, "values")
