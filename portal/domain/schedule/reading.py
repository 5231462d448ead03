"""Reading a project network from text: our JSON shape, or a PSPLIB file."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from portal.domain.refusals import Refusal
from portal.domain.schedule import psplib
from portal.domain.schedule.claims import CRITICAL, METRICS, Published, PublishedNetwork
from portal.domain.schedule.network import Activity, Network
from portal.domain.schedule.numbers import exact

LONGEST = 1_000_000_000


class NotJson(Refusal):
    """Only text that is JSON throughout can be read as JSON."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The file is neither JSON nor PSPLIB text ({reason}): mend it there.")


class WrongShape(Refusal):
    """A network has one shape, so that nobody has to guess what a field means."""


class WrongDuration(Refusal):
    """A duration is a number from 0 to a thousand million, or a three-point estimate of them."""


def read_network(text: str) -> PublishedNetwork:
    """Read a network from JSON in the shape of ``data/schedules`` or from a PSPLIB ``.sm`` file.

    Raises ``NotJson``, ``WrongShape``, ``WrongDuration``, the refusals of ``psplib.read`` and those
    of ``Network``.
    """
    if psplib.is_psplib(text):
        return psplib.read(text)
    return network_from(load_object(text))


def load_object(text: str) -> Mapping[str, object]:
    """Parse a JSON object, numbers as int or Decimal; raises ``NotJson`` or ``WrongShape``."""
    try:
        loaded: object = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} in line {error.lineno}") from None
    except (ValueError, RecursionError):
        raise NotJson("a number or a nesting nobody can read") from None
    return _object(loaded, "The file")


def network_from(content: Mapping[str, object]) -> PublishedNetwork:
    """Read a network from a parsed JSON object; the refusals of ``read_network``."""
    listed = content.get("activities")
    if not isinstance(listed, list):
        raise WrongShape(
            "The file has no list 'activities': write one, with an id, a duration and the"
            " predecessors of each.",
            field="activities",
        )
    activities = tuple(_activity(entry, n) for n, entry in enumerate(listed, start=1))
    unit = content.get("unit", "days")
    if not isinstance(unit, str):
        raise WrongShape('The \'unit\' is no text: write "days" or "weeks".', field="unit")
    network = Network(activities, unit)
    return PublishedNetwork(network, _published(content.get("published")))


def id_of(value: object, where: str) -> str:
    """Return an id as text, a number as it was written; raises ``WrongShape``."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip() or not _is_readable(value):
        raise WrongShape(f"{where} has no usable id: write a word or a number.", field="id")
    return value


def _activity(entry: object, number: int) -> Activity:
    where = f"Activity {number}"
    fields = _object(entry, where)
    if "id" not in fields:
        raise WrongShape(f"{where} has no id: write one.", field="id")
    name = id_of(fields["id"], where)
    predecessors = fields.get("predecessors")
    if predecessors is None:
        predecessors = []
    if not isinstance(predecessors, list):
        raise WrongShape(
            f"The predecessors of '{name}' are no list: write their ids in square brackets.",
            field="predecessors",
        )
    waits_for = (id_of(one, f"A predecessor of '{name}'") for one in predecessors)
    return Activity(name, _duration(fields, name), tuple(dict.fromkeys(waits_for)))


def _duration(fields: Mapping[str, object], name: str) -> Fraction:
    """Return the expected duration: (a + 4m + b) / 6 (PERT, Malcolm and others 1959) if given."""
    points = fields.get("three_point")
    if points is None:
        return _length(fields.get("duration"), name)
    if not isinstance(points, list) or len(points) != 3:
        raise WrongDuration(
            f"The three_point of '{name}' is no list of three numbers: write the optimistic, the"
            " most likely and the pessimistic duration.",
            field="three_point",
        )
    low, likely, high = (_length(point, name) for point in points)
    if not low <= likely <= high:
        raise WrongDuration(
            f"The three_point of '{name}' does not rise: write the optimistic, the most likely and"
            " the pessimistic duration in this order.",
            field="three_point",
        )
    return (low + 4 * likely + high) / 6


def _length(value: object, name: str) -> Fraction:
    length = exact(value)
    if length is None or not 0 <= length <= LONGEST:
        raise WrongDuration(
            f"The duration of '{name}' is no number from 0 to {LONGEST:,}: write one.",
            field="duration",
        )
    return length


def _published(value: object) -> tuple[Published, ...]:
    if value is None:
        return ()
    figures = _object(value, "The field 'published'")
    return tuple(_figure(metric, figures[metric]) for metric in figures if metric in METRICS)


def _figure(metric: str, value: object) -> Published:
    if value is None:
        return Published(metric, None)
    if metric == CRITICAL:
        if not isinstance(value, list):
            raise WrongShape("The published critical path is no list of ids: write one.")
        return Published(metric, tuple(id_of(one, "The published path") for one in value))
    length = exact(value)
    if length is None:
        raise WrongShape("The published project_duration is no number: write one.")
    return Published(metric, length)


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise WrongShape(f"{where} is no JSON object: write its fields in curly brackets.")
    return value


def _is_readable(text: str) -> bool:
    """Tell whether ``text`` can be printed: no control character, no half of a surrogate pair."""
    return all(sign.isprintable() or sign.isspace() for sign in text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
