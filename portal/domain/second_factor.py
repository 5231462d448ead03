"""The second step of signing in: six digits of an authenticator, each code good for one time.

The codes are those of RFC 6238: one every 30 seconds, and only the one of these 30 is taken. How
far an authenticator's clock is off, in whole steps, is measured when it is set up.
"""

from datetime import datetime, timedelta

from portal.domain.refusals import Refusal

STEP = 30  # seconds
MOST_DRIFT = 2  # steps, to either side
MOST_TRIES = 5
PAUSE = timedelta(minutes=15)
STEP_LIFETIME = timedelta(minutes=10)
RECOVERY_CODES = 10


class AuthenticatorCodeMissing(Refusal):
    """The second step takes something that only its person has at hand."""

    def __init__(self) -> None:
        super().__init__("Type the six digits that your authenticator shows.", field="code")


class AuthenticatorCodeWrong(Refusal):
    """A wrong code costs one of five tries."""

    def __init__(self, left: int) -> None:
        tries = "one try is" if left == 1 else f"{left} tries are"
        super().__init__(
            f"This is not the code of this half minute. Type the one shown now; {tries} left.",
            field="code",
        )


class AuthenticatorCodeUsed(Refusal):
    """Whoever looked over a shoulder must not come in with the code they read."""

    def __init__(self) -> None:
        super().__init__(
            "This code was used already. Wait for the next one, at most 30 seconds.", field="code"
        )


class TooManyWrongCodes(Refusal):
    """A million codes are soon tried, unless there are pauses."""

    def __init__(self) -> None:
        super().__init__(
            f"Five codes in a row were wrong. Wait {PAUSE.seconds // 60} minutes, or use a recovery"
            " code.",
            field="code",
        )


class RecoveryCodeWrong(Refusal):
    """A recovery code works once."""

    def __init__(self, field: str = "recovery") -> None:
        super().__init__(
            "This is none of your unused recovery codes. Type one as it was shown to you.",
            field=field,
        )


class SecondStepOver(Refusal):
    """A password typed long ago, or by somebody before, is no first step."""

    def __init__(self) -> None:
        super().__init__("This sign-in took too long or was used already. Begin again.")


class NoSecondStep(Refusal):
    """There is nothing to confirm, renew or take away."""

    def __init__(self) -> None:
        super().__init__("No second step is set up here. Begin with your password.")


class SecondStepThere(Refusal):
    """An authenticator in use is asked for nothing more, unless another is to take its place."""

    def __init__(self) -> None:
        super().__init__("Your second step is set up already. Begin again to use another device.")


def step_at(now: datetime) -> int:
    """Return the step that a moment is in."""
    return int(now.timestamp()) // STEP


def drifts() -> list[int]:
    """Return how far off a clock may be when it is measured, in steps, the nearest last."""
    return sorted(range(-MOST_DRIFT, MOST_DRIFT + 1), key=abs, reverse=True)


def tries_left(tries: int, tried_at: datetime | None, now: datetime) -> int:
    """Return how many wrong codes are allowed from now on; a pause gives all of them back."""
    if tried_at is not None and now - tried_at >= PAUSE:
        return MOST_TRIES
    return max(0, MOST_TRIES - tries)


def judge(matching: int | None, last: int, left: int) -> int:
    """Return the step of a code to be taken, given the step it matches and the last one taken.

    Raises:
        TooManyWrongCodes, AuthenticatorCodeWrong, AuthenticatorCodeUsed: see each class.
    """
    if not left:
        raise TooManyWrongCodes
    if matching is None:
        raise AuthenticatorCodeWrong(left - 1) if left > 1 else TooManyWrongCodes
    if matching <= last:
        raise AuthenticatorCodeUsed
    return matching
