"""Values of a JSON text, each taken at its named place or refused with that place."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NoReturn, TypeVar

from portal.domain.refusals import Refusal

Named = TypeVar("Named", bound=StrEnum)
Item = TypeVar("Item")

# The master is 60,000 characters; an edited copy ten times its size is a mistake or an attack.
LONGEST_TEXT = 600_000


class UnreadablePlaybook(Refusal):
    """A playbook text that is not JSON, or not in the form of the master."""


def refuse(place: str, wanted: str, value: object) -> NoReturn:
    """Refuse ``value`` at ``place``, naming what is ``wanted`` there."""
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else f"{shown[:60]}..."
    raise UnreadablePlaybook(f"In the playbook, {place} must be {wanted}, not {shown}.")


def parse(text: str) -> object:
    """Return the value of a JSON text; raises ``UnreadablePlaybook`` for anything else."""
    if len(text) > LONGEST_TEXT:
        raise UnreadablePlaybook(
            f"The playbook is longer than {LONGEST_TEXT} characters; shorten it."
        )
    try:
        return json.loads(text, object_pairs_hook=object_of_pairs, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadablePlaybook(
            f"The playbook is not JSON that can be read ({error}); correct the text."
        ) from error


def object_of_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the pairs as an object; a key that comes twice is refused, not overwritten."""
    known = dict(pairs)
    if len(known) < len(pairs):
        twice = sorted({key for key, _ in pairs if [k for k, _ in pairs].count(key) > 1})
        raise UnreadablePlaybook(f"In the playbook, the key '{twice[0]}' comes twice; keep one.")
    return known


def no_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which are not JSON."""
    raise ValueError(f"{name} is no number")


def text_of(value: object, place: str) -> str:
    """Return a text."""
    return value if isinstance(value, str) else refuse(place, "a text", value)


def whole_of(value: object, place: str, low: int, high: int) -> int:
    """Return a whole number from ``low`` to ``high``."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    return refuse(place, f"a whole number from {low} to {high}", value)


def flag_of(value: object, place: str) -> bool:
    """Return true or false."""
    return value if isinstance(value, bool) else refuse(place, "true or false", value)


def name_of(kind: type[Named], value: object, place: str) -> Named:
    """Return the member of ``kind`` that the text names."""
    names = [member.value for member in kind]
    if not isinstance(value, str) or value not in names:
        refuse(place, f"one of {', '.join(names)}", value)
    return kind(value)


def list_of(value: object, place: str, read: Callable[[object, str], Item]) -> tuple[Item, ...]:
    """Return a list, each item read by ``read`` at its own place."""
    if not isinstance(value, list):
        refuse(place, "a list", value)
    return tuple(read(item, f"{place}[{index}]") for index, item in enumerate(value))


def object_of(value: object, place: str) -> Mapping[str, object]:
    """Return an object with whatever keys it has."""
    return value if isinstance(value, dict) else refuse(place, "an object", value)


def exactly(value: object, place: str, keys: tuple[str, ...]) -> Mapping[str, object]:
    """Return an object that has each of ``keys`` and no other."""
    known = object_of(value, place)
    missing = [key for key in keys if key not in known]
    strange = [key for key in known if key not in keys]
    if missing:
        raise UnreadablePlaybook(f"In the playbook, {place} lacks '{missing[0]}'; add it.")
    if strange:
        raise UnreadablePlaybook(
            f"In the playbook, {place} has an unknown key '{strange[0][:60]}'; remove it."
        )
    return known
