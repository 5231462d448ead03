"""The ways in for the supplier's people, and which of them are two factors."""

from enum import StrEnum

from portal.domain.refusals import Refusal


class Way(StrEnum):
    """How a visit began; ``docs/security.md`` has the same list."""

    PASSWORD = "password"  # noqa: S105  # a way in, not a password
    PASSWORD_AND_CODE = "password and code"  # noqa: S105  # as above
    PASSWORD_AND_RECOVERY_CODE = "password and recovery code"  # noqa: S105  # as above
    PASSKEY = "passkey"
    SINGLE_SIGN_ON = "single sign-on"
    SINGLE_SIGN_ON_IN_TWO_STEPS = "single sign-on in two steps"
    SINGLE_SIGN_ON_AND_CODE = "single sign-on and code"
    SINGLE_SIGN_ON_AND_RECOVERY_CODE = "single sign-on and recovery code"


ONE_FACTOR = frozenset({Way.PASSWORD, Way.SINGLE_SIGN_ON})
WITH_CODE = {
    Way.PASSWORD: Way.PASSWORD_AND_CODE,
    Way.SINGLE_SIGN_ON: Way.SINGLE_SIGN_ON_AND_CODE,
}
WITH_RECOVERY_CODE = {
    Way.PASSWORD: Way.PASSWORD_AND_RECOVERY_CODE,
    Way.SINGLE_SIGN_ON: Way.SINGLE_SIGN_ON_AND_RECOVERY_CODE,
}


class TwoFactorsDemanded(Refusal):
    """Where two steps are demanded, one alone opens nothing but what sets up the other."""

    def __init__(self) -> None:
        super().__init__(
            "Your organisation asks everybody to sign in with two steps. Set up a second step, or"
            " sign in with the one you have."
        )


class LastSecondStep(Refusal):
    """Where two steps are demanded, nobody is left with one."""

    def __init__(self) -> None:
        super().__init__(
            "Your organisation asks everybody to sign in with two steps, and this is your only"
            " second one. Make another first: an authenticator or a passkey."
        )


class SecondStepFirst(Refusal):
    """Whoever demands two steps of others must have them."""

    def __init__(self) -> None:
        super().__init__("Set up a second step for yourself first, then demand it of everybody.")


def way(came_by: str | None) -> Way:
    """Return the way that is kept of a visit; before it was kept, there were passwords alone."""
    return Way(came_by or Way.PASSWORD)


def is_two_factors(came_by: str | None) -> bool:
    """Tell whether a visit began with two factors."""
    return way(came_by) not in ONE_FACTOR
