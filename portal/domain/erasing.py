"""What of a person is found in texts about others, and what such a text says once it is gone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.refusals import Refusal

# Stands wherever a name stood.
ERASED = "Somebody erased"


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

    def without(self, value: Any) -> Any:
        """Return a value, whatever it is made of, in which each text names nobody any more."""
        if isinstance(value, str):
            for found in self._patterns():
                value = found.sub(ERASED, value)
            return value
        if isinstance(value, Mapping):
            return {key: self.without(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.without(each) for each in value]
        return value

    def _patterns(self) -> list[re.Pattern[str]]:
        found = [
            re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", re.IGNORECASE)
            for email in sorted(self.emails)
        ]
        if self.name:
            found.append(re.compile(rf"(?<!\w){re.escape(self.name)}(?!\w)"))
        return found
