"""The door's rules: how long links, sessions and codes live, and why they are refused."""

from datetime import datetime, timedelta

from portal.domain.canonical import fingerprint
from portal.domain.refusals import Refusal

LINK_LIFETIME = timedelta(days=90)
PAUSE_BETWEEN_LINKS = timedelta(minutes=2)
ROOM_LIFETIME = timedelta(days=30)
ROOM_IDLE = timedelta(days=7)
DESK_LIFETIME = timedelta(days=14)
DESK_IDLE = timedelta(hours=12)
CODE_LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
CODE_DIGITS = 6
MOST_CODES = 10
CODES_COUNTED_OVER = timedelta(hours=1)


class DeadLink(Refusal):
    """A link that is unknown, expired, revoked or foreign: all four look alike from outside."""

    def __init__(self) -> None:
        super().__init__("This link no longer opens a plan. We can mail you a new one.")


class ForwardedLink(Refusal):
    """A link opened in a second browser may have been passed on, so it reads and does not act."""

    def __init__(self) -> None:
        super().__init__(
            "This link was opened in another browser before, so here it can only read."
            " Confirm with a code mailed to you, then answer."
        )


class SignedOut(Refusal):
    """Nobody acts without a living session."""

    def __init__(self) -> None:
        super().__init__("Your visit has ended. Open your personal link again to go on.")


class CodeMissing(Refusal):
    """Putting one's name to something takes the code mailed at that moment."""

    def __init__(self) -> None:
        super().__init__(
            "Press “Send me a code”, then type the six digits from the mail.", field="code"
        )


class CodeMalformed(Refusal):
    """A code has six digits; anything else cannot be one and costs no try."""

    def __init__(self, typed: int) -> None:
        count = {0: "none", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(
            typed, str(typed)
        )
        super().__init__(f"The code has six digits; you typed {count}.", field="code")


class CodeWrong(Refusal):
    """A wrong code costs one of five tries."""

    def __init__(self, left: int) -> None:
        tries = "one try is" if left == 1 else f"{left} tries are"
        super().__init__(f"That is not the code we mailed; {tries} left.", field="code")


class CodeUsedUp(Refusal):
    """After five wrong tries a code is dead, or guessing would be a way in."""

    def __init__(self) -> None:
        super().__init__(
            "This code was typed wrongly five times and no longer works. Send yourself a new one.",
            field="code",
        )


class TooManyCodes(Refusal):
    """Each new code brings five new tries, so there is an end to new codes too."""

    def __init__(self) -> None:
        super().__init__(
            f"We have mailed you {MOST_CODES} codes within an hour. Use the latest one, or wait an"
            " hour and send yourself a new one.",
            field="code",
        )


class CodeExpired(Refusal):
    """A code proves that the mailbox is at hand now."""

    def __init__(self) -> None:
        super().__init__(
            "This code is older than ten minutes. Send yourself a new one.", field="code"
        )


def purpose(member: str, milestone: str, act: str, answer: str, shown: str) -> str:
    """Return what a code is bound to: this person, this answer, these exact words (Trust 3)."""
    return fingerprint([member, milestone, act, answer, shown])


def digits(typed: str) -> str:
    """Return the digits of a typed code.

    Raises:
        CodeMissing: if nothing was typed.
        CodeMalformed: if it has not six digits.
    """
    found = "".join(typed.split())
    if not found:
        raise CodeMissing
    if len(found) != CODE_DIGITS or not (found.isascii() and found.isdigit()):
        raise CodeMalformed(sum(c.isdigit() for c in found))
    return found


def check_code(tries: int, expires_at: datetime, now: datetime, *, matches: bool) -> None:
    """Judge a typed code by the one that was mailed.

    Raises:
        CodeUsedUp, CodeExpired, CodeWrong: see each class.
    """
    if tries >= MOST_TRIES:
        raise CodeUsedUp
    if now >= expires_at:
        raise CodeExpired
    if not matches:
        left = MOST_TRIES - tries - 1
        raise CodeWrong(left) if left else CodeUsedUp
