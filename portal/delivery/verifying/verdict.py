"""The verdict on a file: one sentence, then each check with what was found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.delivery.plain import long_day
from portal.domain.signed_note import Key


@dataclass(frozen=True, slots=True)
class Trusted:
    """The public keys of checkpoints that whoever asks knows.

    ``only``: a checkpoint signed with any other is none; otherwise it is one to be compared.
    """

    keys: Sequence[Key] = ()
    only: bool = False


class Broken(Exception):
    """What a check found; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``detail`` is a sentence, whether it holds or not."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Sealer:
    """Who sealed, as the certificate says; ``fingerprint`` is its SHA-256, 64 hex digits.

    ``at`` is the moment the seal states, ISO 8601, or empty; ``stamped_at`` the moment that a
    timestamp authority gave it, ``stamped_by`` its name and ``stamped_fingerprint`` its
    certificate's SHA-256, all empty where there is none. ``level`` is that of the seal (PAdES);
    ``archived_at`` the moment that the same authority gave the whole file, or empty.
    """

    name: str
    issuer: str
    self_signed: bool
    fingerprint: str
    at: str
    stamped_at: str = ""
    stamped_by: str = ""
    stamped_fingerprint: str = ""
    level: str = ""
    archived_at: str = ""

    @property
    def on(self) -> str:
        """The day of it, the authority's before its own, as a sentence goes on."""
        at = self.stamped_at or self.at
        return f" on {long_day(date.fromisoformat(at[:10]))}" if at else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file is whole, every check in order, and whose record at which head it holds.

    ``plan`` is written ``<organisation>.<plan>``.
    """

    checks: tuple[Check, ...]
    head: str | None = None
    plan: str | None = None
    sealer: Sealer | None = None

    @property
    def whole(self) -> bool:
        """Whether every check holds."""
        return bool(self.checks) and all(check.holds for check in self.checks)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        broken = next((check for check in self.checks if not check.holds), None)
        if broken is not None:
            return f"This file is not whole: {_begun_small(broken.detail)}"
        assert self.sealer is not None  # every check held, the seal's among them
        whose = "a timestamp authority’s" if self.sealer.stamped_by else "its own"
        by = f"{self.sealer.name}{self.sealer.on} by {whose} clock"
        return (
            f"This file is whole: sealed by {by}, unchanged since, and its record holds from the"
            " first entry to the last."
        )

    @property
    def because(self) -> str:
        """What the answer rests on: the sentence without what a heading above it says."""
        reason = self.sentence.partition(": ")[2]
        return reason[:1].upper() + reason[1:]

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as the command prints it."""
        return {
            "whole": self.whole,
            "sentence": self.sentence,
            "checks": [asdict(check) for check in self.checks],
            "head": self.head,
            "plan": self.plan,
            "sealed_by": asdict(self.sealer) if self.sealer else None,
        }


def _begun_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
