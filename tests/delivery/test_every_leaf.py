"""Every single edit of a record, leaf by leaf: both verifiers find it, without its seal.

``PORTAL_LONG=1`` makes every edit of every leaf; else every fourth leaf that one hash covers with
others gets one, each kind in its turn.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import groupby
from typing import Any

import pytest

from portal.actions import export
from portal.delivery.paper.evidence import attachment
from portal.delivery.verifying import evidence
from portal.delivery.verifying.evidence import NoEvidence
from portal.delivery.verifying.record import record_checks
from portal.domain.canonical import canonical
from portal.store.transaction import Store
from tests.actions.people import begin, means_on
from tests.databases import Embedded
from tests.delivery.rich import rich
from tests.delivery.standalone import Stranger
from tests.large import LONG
from tests.notaries import InProcess

Edit = Callable[[Any], object]


@pytest.fixture(scope="module")
def logged(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the record of a plan in which much has happened, in a log."""
    notary = InProcess(tmp_path_factory.mktemp("seal") / "checkpoints")
    deal = rich(means_on(Store(embedded.fresh())))
    begin(deal.means)  # another plan, beside which this one stands in the log
    organisation = deal.seller.organisation_id
    return json.loads(attachment(export.covered_copy(deal.means, organisation, deal.plan, notary)))


def edits(held: Any, path: str = "") -> Iterator[tuple[str, Edit]]:
    """Yield every edit of a record: where it is, a blank and what it is, and what makes it."""
    is_list = isinstance(held, list)
    for name in range(len(held)) if is_list else list(held):
        here = f"{path}/{name}"
        for what, value in others(held[name]):
            yield f"{here} {what}", at(path, partial(_put, name, value))
        for what, move in MOVES.items() if is_list else ():
            yield f"{here} {what}", at(path, partial(move, name))
        yield f"{here} deleted", at(path, partial(_delete, name))
        if isinstance(held[name], dict | list):
            yield from edits(held[name], here)
    yield f"{path} with more", at(path, _add_to_list if is_list else partial(_put, "more", "more"))
    if is_list:
        yield f"{path} backwards", at(path, list.reverse)


def _put(name: Any, value: Any, held: Any) -> None:
    held[name] = value


def _delete(name: Any, held: Any) -> None:
    del held[name]


def _add_to_list(held: Any) -> None:
    held.append("more")


MOVES: dict[str, Callable[[int, Any], None]] = {
    "twice": lambda place, held: held.insert(place, deepcopy(held[place])),
    "at the end": lambda place, held: held.append(held.pop(place)),
    "again at the end": lambda place, held: held.append(deepcopy(held[place])),
}


def others(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield other values for a leaf, and emptier ones for what holds leaves."""
    yield "null", None
    if isinstance(value, str):
        yield "begun otherwise", "~" + value[1:]
        yield "longer", f"{value}."
        yield "shouted", value.swapcase()
        yield "empty", ""
        yield "a list", [value]
        if value.isdecimal():
            yield "a number", int(value)
    elif isinstance(value, bool):
        yield "turned", not value
    elif isinstance(value, int):
        yield "one more", value + 1
        yield "as text", str(value)
        yield "as a truth", bool(value)
    elif value is None:
        yield "a text", "something"
        yield "a number", 0
    else:
        yield "emptied", type(value)()


def at(path: str, edit: Edit) -> Edit:
    """Return an edit of what stands at a path."""

    def go(whole: Any) -> None:
        for name in path.split("/")[1:]:
            whole = whole[int(name) if isinstance(whole, list) else name]
        edit(whole)

    return go


def is_found(text: str) -> bool:
    """Tell whether this program finds a fault in a record, whatever its seal says."""
    try:
        return not all(check.holds for check in record_checks(evidence.read(text), None))
    except NoEvidence:
        return True


def test_the_record_is_whole_before_it_is_edited(stranger: Stranger, logged: Any) -> None:
    text = canonical(logged).decode()
    assert not is_found(text)
    assert stranger.judges(text.encode())["whole"]


def test_the_record_holds_every_kind_of_entry_that_changes_who_belongs(logged: Any) -> None:
    told = {entry["body"]["event"] for entry in logged["entries"]}
    assert told >= {"member.joined", "member.seated", "member.readdressed", "member.left",
                    "member.introduced", "domain.allowed", "guest.invited"}  # fmt: skip  # a set
    assert any(one["note"] for one in logged["documents"])
    assert logged["checkpoint"]["path"]


def tried(record: Any, part: str) -> Iterator[tuple[str, Edit]]:
    """Yield the edits of one part; what one hash covers whole gets fewer, in turn."""
    for turn, (_, found) in enumerate(groupby(edits(record), lambda one: one[0].partition(" ")[0])):
        here = list(found)
        names = here[0][0].partition(" ")[0].split("/")[1:]
        is_part = bool(names) and isinstance(record.get(names[0]), dict | list)
        if part != (names[0] if is_part else ""):
            continue
        is_hashed = len(names) > 2 and (
            names[0] == "entries" or (names[2] == "content" and len(names) > 3)
        )
        if LONG or not is_hashed:
            yield from here
        elif turn % 4 == 0:
            yield here[turn // 4 % len(here)]


@pytest.mark.parametrize("part", ["entries", "documents", "answers", "people", "checkpoint", ""])
def test_every_edit_of_every_leaf_is_found_by_both(
    stranger: Stranger, logged: Any, part: str
) -> None:
    whole, missed, count = canonical(logged).decode(), [], 0
    for where, edit in tried(logged, part):
        forged = json.loads(whole)
        edit(forged)
        text = canonical(forged).decode()
        found = is_found(text), not stranger.judges(text.encode())["whole"]
        missed += [(where, found)] if found != (True, True) and text != whole else []
        count += 1
    assert count > 40
    assert missed == []
