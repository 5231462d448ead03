"""Single sign-on: why somebody whom an identity provider vouches for is not let in all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.domain.refusals import Refusal

# From pressing the button to coming back, with a second step at the provider in between.
LASTS = timedelta(minutes=10)
ONCE_MORE = "Begin again on the sign-in page."


# Kinds of proof (RFC 8176) that are one factor each, by what the factor is: known, had, or been.
KNOWN = frozenset({"pwd", "pin", "kba"})
HAD = frozenset({"otp", "hwk", "swk", "sms", "tel", "sc", "pop"})
BEEN = frozenset({"face", "fpt", "iris", "retina", "vbm"})
# Classes of sign-in that are two factors by their definition (REFEDS; OpenID's policies of 2007).
CLASSES = frozenset(
    {
        "https://refeds.org/profile/mfa",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    }
)


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider vouches for: ``person`` is what is kept of its own name for them."""

    person: str
    email: str
    two_factors: bool


def is_two_factors(claims: Mapping[str, Any]) -> bool:
    """Tell whether a provider says that it asked for two factors; silence says no."""
    said = claims.get("amr")
    named = {one for one in said if isinstance(one, str)} if isinstance(said, list) else set()
    factors = sum(bool(named & kinds) for kinds in (KNOWN, HAD, BEEN))
    return "mfa" in named or factors >= 2 or _is_one_of(claims.get("acr"), CLASSES)


def _is_one_of(said: object, known: frozenset[str]) -> bool:
    return isinstance(said, str) and said in known


class BoundToAnother(Refusal):
    """An address may be given to somebody else; a provider's own name for a person is not."""

    def __init__(self) -> None:
        super().__init__(
            "Your account here is bound to somebody else at the single sign-on. If your account"
            " there was made anew, ask an owner of your organisation to unbind it."
        )


class NotBegunHere(Refusal):
    """An answer that this browser did not ask for may be somebody else's, slipped in."""

    def __init__(self) -> None:
        super().__init__(
            f"This sign-on was not begun in this browser, or too long ago. {ONCE_MORE}"
        )


class ProviderRefused(Refusal):
    """Whoever the provider does not let in does not come in here."""

    def __init__(self) -> None:
        super().__init__(f"The single sign-on did not let you in. {ONCE_MORE}")


class ProviderUnreachable(Refusal):
    """Without the provider's word nobody is let in by it."""

    def __init__(self) -> None:
        super().__init__(
            "The single sign-on does not answer as it should. Try again in a minute, or use your"
            " password."
        )


class ProviderElsewhere(Refusal):
    """What another issuer describes, or where anybody could listen, nobody is sent."""

    def __init__(self) -> None:
        super().__init__(
            "The single sign-on points where nobody should be sent. Use your password, and tell"
            " whoever runs this server."
        )


class AnswerForged(Refusal):
    """Only what the provider's own key signed is the provider's word."""

    def __init__(self) -> None:
        super().__init__(f"The answer is not signed by the single sign-on. {ONCE_MORE}")


class AnswerOfAnother(Refusal):
    """A word of another provider says nothing here."""

    def __init__(self) -> None:
        super().__init__(f"The answer comes from another single sign-on. {ONCE_MORE}")


class AnswerForAnother(Refusal):
    """A word given to another program must not open this one."""

    def __init__(self) -> None:
        super().__init__(f"The answer was meant for another program. {ONCE_MORE}")


class AnswerExpired(Refusal):
    """The provider's word holds for a few minutes."""

    def __init__(self) -> None:
        super().__init__(f"The answer of the single sign-on is too old. {ONCE_MORE}")


class AnswerReplayed(Refusal):
    """An answer belongs to the one question it was given to."""

    def __init__(self) -> None:
        super().__init__(f"The answer belongs to another sign-on. {ONCE_MORE}")


class AddressUnverified(Refusal):
    """Anybody can type somebody else's address at a provider that does not check it."""

    def __init__(self) -> None:
        super().__init__(
            "The single sign-on has not verified your e-mail address. Have it verified there, or"
            " use your password."
        )


class NoSuchColleague(Refusal):
    """An account is made by an owner, never by signing on."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"No account here has the address {email}. Ask an owner of your organisation to invite"
            " you."
        )
