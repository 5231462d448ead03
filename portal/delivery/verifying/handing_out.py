"""The single-file verifier as it is handed out: its name, its text, and its fingerprint."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAME = "mutual_plan_verify.py"


@dataclass(frozen=True, slots=True)
class Program:
    """A program in one file; ``sha256`` is of its text, 64 hex digits."""

    name: str
    text: bytes
    sha256: str


@cache
def program() -> Program:
    """Return the program that checks an exported file without this one."""
    text = Path(__file__).with_name(NAME).read_bytes()
    return Program(NAME, text, hashlib.sha256(text).hexdigest())
