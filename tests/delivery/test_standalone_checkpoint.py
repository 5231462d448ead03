"""The single-file verifier and records of the second version: people shown, and checkpoints."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.domain.canonical import canonical, commitment
from tests.delivery.forgeries import older, rehash
from tests.delivery.standalone import Stranger, broken

ORIGIN = "plans.northwind.example/mutual-plan"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = b"\x01" + KEY.public_key().public_bytes_raw()
KEY_ID = hashlib.sha256(ORIGIN.encode() + b"\n" + PUBLIC).digest()[:4]
VKEY = f"{ORIGIN}+{KEY_ID.hex()}+{base64.b64encode(PUBLIC).decode()}"


def tree(hashes: list[bytes], position: int) -> tuple[bytes, list[bytes]]:
    """Return the root over some leaves and the path of one of them, as RFC 6962 defines both."""
    if len(hashes) == 1:
        return hashes[0], []
    left = 1 << (len(hashes) - 1).bit_length() - 1
    is_left = position < left
    one, path = tree(hashes[:left], position if is_left else 0)
    other, beyond = tree(hashes[left:], 0 if is_left else position - left)
    root = hashlib.sha256(b"\x01" + one + other).digest()
    return root, [*path, other] if is_left else [*beyond, one]


def proof(record: Any, position: int = 2, size: int = 5) -> dict[str, Any]:
    """Return the proof that a log of ``size`` heads holds the record's last entry."""
    last = record["entries"][-1]
    leaf = {"organisation": record["organisation"], "plan": record["plan"], "seq": last["seq"],
            "head": last["hash"]}  # fmt: skip  # one leaf
    hashes = [hashlib.sha256(bytes([9, n])).digest() for n in range(size)]
    hashes[position] = hashlib.sha256(b"\x00" + canonical(leaf)).digest()
    root, path = tree(hashes, position)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = base64.b64encode(KEY_ID + KEY.sign(text.encode())).decode()
    return {"leaf": leaf, "position": position, "path": [one.hex() for one in path],
            "note": f"{text}\n— {ORIGIN} {signature}\n", "key": VKEY}  # fmt: skip  # one proof


@pytest.fixture(scope="module")
def first() -> Any:
    """Return a record of the first version, which knew neither people nor checkpoints."""
    return older(1)


@pytest.fixture
def record(first: Any) -> Any:
    """Return a record of the second version that shows the first member and is in a log."""
    whole = json.loads(json.dumps(first))
    entry = next(e["body"] for e in whole["entries"] if e["body"]["event"] == "member.added")
    person: Any = {"name": "Ingrid Solheim", "title": "Chief Financial Officer",
              "address": {"masked": "i•••@meridian.example", "commitment": "0" * 64}}  # fmt: skip
    said = commitment("salt", person)
    for body in (e["body"] for e in whole["entries"]):
        if body["data"].get("member") == entry["data"]["member"] and "commitment" in body["data"]:
            body["data"]["commitment"] = said
    rehash(whole)
    people = [{"member": entry["data"]["member"], "salt": "salt", **person}]
    return {**whole, "v": 2, "people": people, "checkpoint": proof(whole)}


def judged(stranger: Stranger, record: Any) -> dict[str, Any]:
    return stranger.judges(canonical(record))


def test_people_and_checkpoint_hold(stranger: Stranger, record: Any) -> None:
    verdict = judged(stranger, record)
    assert verdict["whole"]
    told = {one["name"]: one["detail"] for one in verdict["checks"]}
    assert told["people"] == "1 people are those the entries commit to; 2 are not shown."
    assert ORIGIN.partition("/")[0] in told["checkpoint"]


def test_a_record_that_no_checkpoint_covers_yet_is_whole(stranger: Stranger, record: Any) -> None:
    assert judged(stranger, record | {"checkpoint": None})["whole"]


def test_a_path_of_every_place_in_every_small_tree_is_followed(
    stranger: Stranger, record: Any
) -> None:
    for size in range(1, 8):
        for position in range(size):
            assert judged(stranger, record | {"checkpoint": proof(record, position, size)})["whole"]


FORGED: dict[str, Callable[[Any], object]] = {
    "the place in the log": lambda p: p.update(position=p["position"] ^ 1),
    "a path too short": lambda p: p["path"].pop(),
    "a path too long": lambda p: p["path"].append("0" * 64),
    "another path": lambda p: p["path"].reverse(),
    "the leaf": lambda p: p["leaf"].update(seq=p["leaf"]["seq"] - 1),
    "another plan's leaf": lambda p: p["leaf"].update(plan="another"),
    "the size": lambda p: p.update(note=p["note"].replace("\n5\n", "\n6\n")),
    "a size written otherwise": lambda p: p.update(note=p["note"].replace("\n5\n", "\n05\n")),
    "a line more": lambda p: p.update(note=p["note"] + "more\n"),
    "a line less": lambda p: p.update(note=p["note"].partition("—")[0]),
    "another key": lambda p: p.update(key=p["key"].replace("+A", "+B")),
    "a name more": lambda p: p.update(more=1),
    "true for a place": lambda p: p.update(position=True),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_checkpoint_is_found(stranger: Stranger, record: Any, what: str) -> None:
    FORGED[what](record["checkpoint"])
    assert list(broken(judged(stranger, record))) == ["checkpoint"]


def test_only_a_known_key_is_believed_where_keys_are_given(
    stranger: Stranger, record: Any, tmp_path: Path
) -> None:
    (tmp_path / "evidence.json").write_bytes(canonical(record))
    for keys, code in ((f"another+00000000+AAAA\n{VKEY}\n", 0), ("another+00000000+AAAA\n", 1)):
        (tmp_path / "keys").write_text(keys)
        done = stranger.runs(tmp_path / "evidence.json", "--checkpoint-key", tmp_path / "keys")
        assert done.returncode == code


@pytest.mark.parametrize("edit", [
    lambda one: one.update(name="Owen Hartley"),
    lambda one: one.update(title="Chief Executive Officer"),
    lambda one: one["address"].update(masked="i•••@northwind.example"),
    lambda one: one.update(member="nobody"),
    lambda one: one.update(more="a note"),
])  # fmt: skip  # a list
def test_a_person_who_is_not_the_one_committed_to_is_found(
    stranger: Stranger, record: Any, edit: Callable[[Any], object]
) -> None:
    edit(record["people"][0])
    assert not judged(stranger, record)["whole"]


def test_people_in_a_record_of_the_first_version_are_refused(
    stranger: Stranger, first: Any
) -> None:
    assert list(broken(judged(stranger, first | {"people": []}))) == ["record"]
