"""One canonical form: against the published vectors of RFC 8785, and small cases of our own."""

import hashlib
import json
import os
import struct
from pathlib import Path
from typing import Any

import pytest

from portal.domain.canonical import canonical, commitment, fingerprint

SHARED = os.environ.get("PORTAL_SHARED_DATA")
VECTORS = Path(SHARED or ".") / "vectors" / "jcs-rfc8785"
with_vectors = pytest.mark.skipif(
    SHARED is None, reason="PORTAL_SHARED_DATA is not set, so the RFC 8785 vectors are not here"
)


@with_vectors
@pytest.mark.parametrize("name", ["arrays", "structures", "unicode", "values"])
def test_a_published_input_gives_the_published_bytes(name: str) -> None:
    value = json.loads((VECTORS / "input" / f"{name}.json").read_bytes())
    expected = bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())
    assert canonical(value) == expected


@with_vectors
def test_published_numbers_are_written_as_published() -> None:
    pairs = json.loads((VECTORS / "numbers.json").read_bytes())["pairs"]
    written = {
        pair["ieee754"]: canonical(struct.unpack(">d", bytes.fromhex(pair["ieee754"]))[0]).decode()
        for pair in pairs
    }
    assert written == {pair["ieee754"]: pair["json"] for pair in pairs}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"é": 1, "z": 2, "€": 3}, '{"z":2,"é":1,"€":3}'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
        ("line\nbreak “quoted” \\ /", '"line\\nbreak “quoted” \\\\ /"'),
        ("\u0007", '"\\u0007"'),
        ([], "[]"),
        (-(2**53) + 1, "-9007199254740991"),
    ],
)
def test_keys_are_sorted_by_utf_16_and_nothing_is_spaced_or_escaped_in_vain(
    value: Any, text: str
) -> None:
    assert canonical(value) == text.encode()


@pytest.mark.parametrize(
    "value", [2**53, float("nan"), float("inf"), "\ud800", {1: 2}, {"a": object()}]
)
def test_what_has_no_canonical_form_is_an_error_and_not_another_value(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_the_order_of_keys_makes_no_other_fingerprint_and_the_order_of_a_list_does() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint([1, 2]) != fingerprint([2, 1])


def test_a_fingerprint_is_the_sha_256_of_the_canonical_bytes() -> None:
    assert fingerprint({"a": "ß"}) == hashlib.sha256('{"a":"ß"}'.encode()).hexdigest()


def test_a_commitment_depends_on_salt_and_value_and_is_no_bare_fingerprint() -> None:
    made = commitment("5a", "Ingrid Solheim")
    assert made == commitment("5a", "Ingrid Solheim")
    assert made not in {
        commitment("5b", "Ingrid Solheim"),
        commitment("5a", "Priya Raman"),
        fingerprint("Ingrid Solheim"),
    }
