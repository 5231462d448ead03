"""JSON taken strictly: exact numbers, no key twice, and every complaint with its place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from portal.domain.cost_benefit.numbers import bounded
from portal.domain.cost_benefit.refusals import (
    NotANumber,
    NotJson,
    NotUtf8,
    NumberTooLarge,
    RepeatedKey,
    WrongShape,
)


def text_of(data: bytes) -> str:
    """Decode an uploaded file, with or without a byte order mark; raises NotUtf8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8("The file is not text in UTF-8; save it as UTF-8.") from None


def parse(text: str) -> object:
    """Parse JSON with numbers as Decimal; raises NotJson, RepeatedKey and NumberTooLarge."""
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise NotJson(
            f"The file is not JSON: line {error.lineno}, column {error.colno} cannot be read."
        ) from None
    except RecursionError:
        raise NotJson("The file is not a case: it is nested too deeply.") from None


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise NumberTooLarge(f"The number {digits[:40]} is beyond reason; correct it.") from None


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"The file holds {name}, which is no JSON number; give a plain number.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKey(
                f"The key '{key[:40]}' stands twice in one object; keep the one that counts."
            )
        found[key] = value
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One JSON object and its ``name`` at the head of a sentence; its parts are asked for by key.

    Every question raises WrongShape where the part is missing or of another type, NotANumber where
    a number was due, and the refusals of ``bounded``.
    """

    name: str
    content: Mapping[str, object]

    @classmethod
    def of(cls, name: str, value: object) -> "Part":
        """Take ``value`` as an object."""
        if not isinstance(value, dict):
            raise WrongShape(f"{name} must be a JSON object, not {_kind(value)}.")
        return cls(name, value)

    def states(self, key: str) -> bool:
        """Tell whether ``key`` is there and not null."""
        return self.content.get(key) is not None

    def text(self, key: str) -> str:
        """Return the text at ``key``, untouched."""
        value = self._needed(key)
        if not isinstance(value, str):
            raise WrongShape(f"{self.name}: '{key}' must be text, not {_kind(value)}.")
        return value

    def line(self, key: str) -> str:
        """Return the text at ``key`` as one line, its blanks evened out."""
        return " ".join(self.text(key).split())

    def line_or_none(self, key: str) -> str | None:
        """Return the line at ``key``, None where it is missing, null or blank."""
        return self.line(key) or None if self.states(key) else None

    def number(self, key: str) -> Decimal:
        """Return the number at ``key``."""
        return number(self._needed(key), f"{self.name}: '{key}'")

    def number_or_null(self, key: str) -> Decimal | None:
        """Return the number at ``key``, None where null is given; it may not be missing."""
        return None if self._needed(key) is None else self.number(key)

    def number_or_none(self, key: str) -> Decimal | None:
        """Return the number at ``key``, None where it is missing or null."""
        return self.number(key) if self.states(key) else None

    def whole_number(self, key: str) -> int:
        """Return the number at ``key``, which must be whole."""
        found = self.number(key)
        if found != found.to_integral_value():
            raise WrongShape(f"{self.name}: '{key}' must be a whole number, not {found}.")
        return int(found)

    def items(self, key: str) -> list[object]:
        """Return the items of the list at ``key``."""
        value = self._needed(key)
        if not isinstance(value, list):
            raise WrongShape(f"{self.name}: '{key}' must be a list, not {_kind(value)}.")
        return value

    def part(self, key: str) -> "Part":
        """Return the object at ``key``."""
        return Part.of(f"{self.name}: '{key}'", self._needed(key))

    def _needed(self, key: str) -> object:
        if key not in self.content:
            raise WrongShape(f"{self.name} lacks '{key}'; add it.")
        return self.content[key]


def number(value: object, what: str) -> Decimal:
    """Take ``value`` as a number; ``what`` names it at the head of a sentence."""
    if not isinstance(value, Decimal):
        raise NotANumber(f"{what} must be a number, not {_kind(value)}.")
    return bounded(value, what)


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a number")


_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "true or false",
    str: "text",
    list: "a list",
    dict: "an object",
}
