"""What of a person is found in texts about others, and what such a text says once it is gone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.refusals import Refusal

# Stands wherever a name stood.
ERASED = "Somebody erased"

# What in a letter says who somebody is: one name or address, several addresses, and the sentence
# in which a colleague is told what somebody did to their account.
ONE_PERSON = frozenset({"name", "by", "address", "email"})
NAMED = "named"
SAID = "what"


class NobodyToErase(Refusal):
    """An address that nothing is kept under leaves nothing to do."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"Nothing is kept under '{email}': give the address as it stands in the plan."
        )


class StillAColleague(Refusal):
    """Plans need somebody at the supplier whom buyers can ask: they are handed over first."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"'{email}' still signs in: have an owner take the account off under People first,"
            " which gives its plans to a colleague."
        )


@dataclass(frozen=True, slots=True)
class Traces:
    """What a person is known by: addresses in small letters, and the name if it is theirs alone.

    ``name`` is empty where it would not tell them from somebody else.
    """

    emails: frozenset[str]
    name: str = ""

    def names(self, text: str) -> bool:
        """Tell whether a text holds the address, or the name as words of their own."""
        return any(found.search(text) for found in self._patterns())

    def without(self, text: str) -> str:
        """Return a text that names nobody any more."""
        for found in self._patterns():
            text = found.sub(ERASED, text)
        return text

    def without_in(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a letter is made of, naming nobody any more where it names somebody.

        Everything else in it is what it is about, or words that others answer for.
        """
        said = dict(payload)
        for key in said.keys() & ONE_PERSON:
            said[key] = self._unless_theirs(said[key])
        if NAMED in said:
            said[NAMED] = [self._unless_theirs(one) for one in said[NAMED]]
        if SAID in said and "plan" not in said:  # in a plan's mail it is what a code is for
            said[SAID] = self.without(said[SAID])
        return said

    def _unless_theirs(self, value: str) -> str:
        is_theirs = value.lower() in self.emails or (self.name and value == self.name)
        return ERASED if is_theirs else value

    def _patterns(self) -> list[re.Pattern[str]]:
        found = [
            re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", re.IGNORECASE)
            for email in sorted(self.emails)
        ]
        if self.name:
            found.append(re.compile(rf"(?<!\w){re.escape(self.name)}(?!\w)"))
        return found
