"""Forged records: what somebody with a key of their own might change before they seal again."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from portal.domain.canonical import fingerprint
from portal.domain.ledger import GENESIS, entry_hash

OLDER = Path(__file__).parents[1] / "data" / "evidence" / "version-2.json"


def older(version: int) -> Any:
    """Return a record as an older version of this program wrote it.

    The second version's is one that it wrote; the first knew neither people nor checkpoints.
    """
    whole = json.loads(OLDER.read_text())
    if version == 1:
        del whole["people"], whole["checkpoint"]
    return whole | {"v": version}


def erase(whole: Any, member: str, side: str = "system", by: str = "") -> None:
    """Erase somebody, as their act and a later record do: an entry, and nothing of them."""
    body = whole["entries"][-1]["body"]
    told = {
        "by": {"side": side, "id": by},
        "event": "member.erased",
        "data": {"member": member},
    }
    whole["entries"].append({"body": body | told})
    rehash(whole)
    theirs = {
        entry["seq"]
        for entry in whole["entries"]
        if "said" in entry["body"]["data"] and entry["body"]["data"]["member"] == member
    }
    whole["answers"] = [one for one in whole["answers"] if one["seq"] not in theirs]
    whole["people"] = [one for one in whole["people"] if one["member"] != member]


def rehash(whole: Any) -> None:
    """Compute every hash anew, as somebody with the program could."""
    previous = GENESIS
    for seq, entry in enumerate(whole["entries"], 1):
        entry["seq"] = entry["body"]["seq"] = seq
        entry["previous"], entry["hash"] = previous, entry_hash(previous, entry["body"])
        previous = entry["hash"]
    whole["head"] = previous


def _body(whole: Any, event: str) -> Any:
    return next(e["body"] for e in whole["entries"] if e["body"]["event"] == event)


def _said(whole: Any) -> Any:
    return next(e["body"]["data"] for e in whole["entries"] if "said" in e["body"]["data"])


def _reordered(whole: Any) -> None:
    whole["entries"][2:4] = reversed(whole["entries"][2:4])


def _another_revision(whole: Any) -> None:
    whole["documents"][0]["content"]["more"] = "words nobody agreed to"
    whole["documents"][0]["hash"] = fingerprint(whole["documents"][0]["content"])


def _closed_by_nobody(whole: Any) -> None:
    last = whole["entries"][-1]["body"]
    body = last | {"by": {"side": "system", "id": ""}, "event": "milestone.closed",
                   "data": {"milestone": "M25"}}  # fmt: skip  # one body
    whole["entries"].append({"seq": 0, "body": body})
    rehash(whole)


def _answered_by_the_supplier(whole: Any) -> None:
    entry = next(e for e in whole["entries"] if "said" in e["body"]["data"])
    entry["body"]["by"] = {"side": "supplier", "id": "owen"}
    rehash(whole)


def _bound_elsewhere(whole: Any) -> None:
    bound = next(e["body"]["data"] for e in whole["entries"]
                 if "said" in e["body"]["data"] and e["body"]["data"]["revision"])  # fmt: skip
    bound["hash"] = "0" * 64
    rehash(whole)


def who_answered(whole: Any) -> str:
    """Return a member whose words and person a record shows."""
    return str(_said(whole)["member"])


def _erased_unasked(whole: Any) -> None:
    body = whole["entries"][-1]["body"]
    told = {"by": {"side": "supplier", "id": "owen"}, "event": "member.erased",
            "data": {"member": who_answered(whole)}}  # fmt: skip  # one body
    whole["entries"].append({"body": body | told})
    rehash(whole)


FORGED: Mapping[str, Callable[[Any], None]] = {
    "an entry": lambda whole: _body(whole, "plan.started")["data"].update(tier=1),
    "an entry, deleted": lambda whole: whole["entries"].pop(4),
    "entries in another order": _reordered,
    "the tail, cut": lambda whole: whole["entries"].pop(),
    "the tail, cut, with the head moved": lambda whole: whole.update(
        entries=whole["entries"][:-1], head="0" * 64
    ),
    "another plan": lambda whole: whole.update(plan="another"),
    "a revision": _another_revision,
    "a revision, deleted": lambda whole: whole["documents"].pop(0),
    "a revision, twice": lambda whole: whole["documents"].append(whole["documents"][0]),
    "a revision that no entry made": lambda whole: whole["documents"].append(
        whole["documents"][0] | {"revision": 99}
    ),
    "words": lambda whole: whole["answers"][0]["words"].update(statement="I approve all."),
    "words of another entry": lambda whole: whole["answers"][0].update(seq=1),
    "words given twice": lambda whole: whole["answers"].append(whole["answers"][0]),
    "a closing without a yes": _closed_by_nobody,
    "an answer by the supplier": _answered_by_the_supplier,
    "an answer bound to other words": _bound_elsewhere,
    "words and a person, erased by the supplier": lambda whole: erase(
        whole, who_answered(whole), "supplier", "owen"
    ),
    "words and a person, erased by a colleague": lambda whole: erase(
        whole, who_answered(whole), "buyer", "somebody-else"
    ),
    "words and a person, erased by nobody there is": lambda whole: erase(
        whole, who_answered(whole), "system", "owen"
    ),
    "an erasing by the supplier that takes nothing": _erased_unasked,
    "true for a number": lambda whole: whole["entries"][0].update(seq=True),
    "another version": lambda whole: whole.update(v=9),
    "no entries": lambda whole: whole.update(entries=[]),
    "entries that are none": lambda whole: whole.update(entries=7),
    "a number with a fraction": lambda whole: whole["documents"][0]["content"].update(more=0.5),
}


def edited_at_random(record: Any, chance: random.Random) -> tuple[Any, str]:
    """Return a copy of a record with one edit, and where it is."""
    whole = deepcopy(record)
    where, held, name = chance.choice(list(_places(whole, "")))
    chance.choice([_another, _gone])(held, name, chance)
    return (whole, where) if whole != record else edited_at_random(record, chance)


def _places(held: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield each value below: its path, what holds it, and under which name or number."""
    names = list(held) if isinstance(held, dict) else list(range(len(held)))
    for name in names:
        here = f"{path}{name}"
        yield here, held, name
        if isinstance(held[name], dict | list):
            yield from _places(held[name], f"{here}/")


def _another(held: Any, name: Any, chance: random.Random) -> None:
    value = held[name]
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        held[name] = value[:place] + chance.choice("0aé ") + value[place + 1 :]
    elif isinstance(value, list) and len(value) > 1 and chance.random() < 0.5:
        one, other = chance.sample(range(len(value)), 2)
        value[one], value[other] = value[other], value[one]
    else:
        held[name] = chance.choice([None, True, False, 0, 1, "", [], {}, (value,)])


def _gone(held: Any, name: Any, _chance: random.Random) -> None:
    del held[name]
