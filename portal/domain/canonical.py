"""One way to turn a value into bytes, and bytes into a fingerprint."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
Content: TypeAlias = Mapping[str, Any]


def canonical(value: Json) -> bytes:
    """Return ``value`` as RFC 8785 canonical JSON; money and rates belong in it as strings."""
    return rfc8785.dumps(value)


def fingerprint(value: Json) -> str:
    """Return the SHA-256 of the canonical form of ``value``, 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def commitment(salt: str, value: Json) -> str:
    """Return a salted fingerprint, 64 hex digits.

    The ledger keeps this in place of personal data: who holds ``salt`` and ``value`` can show that
    they belong to the entry; once both are erased the entry says nothing about the person.
    """
    return fingerprint({"salt": salt, "value": value})
