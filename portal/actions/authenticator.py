"""What an authenticator shows: secrets made of a seed, codes of RFC 6238; and recovery codes."""

import base64
import hashlib
import hmac
from datetime import datetime

from pyotp import HOTP
from pyotp.utils import build_uri

from portal.actions.means import Means
from portal.domain import second_factor as rules
from portal.domain.refusals import Refusal
from portal.store import second_factors
from portal.store.second_factors import SecondFactor
from portal.store.transaction import Session

SECRET_BYTES = 20  # as RFC 4226 recommends
# 120 random bits: no guessing, so their plain hash is kept (OWASP ASVS 5.0, 6.5.2 asks for 112).
RECOVERY_LETTERS = 24


def secret_of(means: Means, seed: str) -> str:
    """Return the secret that a seed stands for, as authenticators take it."""
    token = means.token("authenticator", seed)
    return base64.b32encode(base64.urlsafe_b64decode(f"{token}=")[:SECRET_BYTES]).decode()


def address_of(secret: str, email: str, organisation: str) -> str:
    """Return the address that an authenticator reads from a QR code."""
    return build_uri(secret, name=email, issuer=organisation)


def code_at(secret: str, moment: datetime) -> str:
    """Return the code that an authenticator shows at a moment."""
    return HOTP(secret).at(rules.step_at(moment))


def attempt(
    means: Means,
    session: Session,
    organisation: str,
    account: str,
    kept: SecondFactor,
    typed: str,
    *,
    measures: bool = False,
) -> Refusal | None:
    """Try a code and use it up; a wrong try is counted.

    Only the code of this step is taken, by the authenticator's clock as it was measured when it
    was set up: ``measures`` says that this is done now.
    The refusal is returned, not raised: the transaction must commit for the try to count.
    """
    code, now = "".join(typed.split()), means.clock()
    if not code:
        return rules.AuthenticatorCodeMissing()
    left = rules.tries_left(kept.tries, kept.tried_at, now)
    allowed = rules.drifts() if measures else [kept.drift]
    try:
        counter = rules.judge(_matching(means, kept, code, now, allowed), kept.last_counter, left)
    except (rules.AuthenticatorCodeWrong, rules.TooManyWrongCodes) as refusal:
        if left:
            tries = rules.MOST_TRIES - left + 1
            second_factors.change(session, organisation, account, tries=tries, tried_at=now)
        return refusal
    except Refusal as refusal:
        return refusal
    drift = counter - rules.step_at(now)
    second_factors.change(
        session, organisation, account, last_counter=counter, tries=0, tried_at=None, drift=drift
    )
    return None


def recovery_codes(means: Means) -> tuple[str, ...]:
    """Return new recovery codes, in groups of four letters."""
    return tuple(_recovery_code(means.draw()) for _ in range(rules.RECOVERY_CODES))


def recovery_hash(typed: str) -> str:
    """Return what is kept of a recovery code, however it is spaced."""
    letters = "".join(sign for sign in typed.lower() if sign.isalnum())
    return hashlib.sha256(f"recovery\0{letters}".encode()).hexdigest()


def _recovery_code(drawn: str) -> str:
    digest = hashlib.sha256(f"recovery\0{drawn}".encode()).digest()
    letters = base64.b32encode(digest).decode().lower()[:RECOVERY_LETTERS]
    return "-".join(letters[place : place + 4] for place in range(0, RECOVERY_LETTERS, 4))


def _matching(
    means: Means, kept: SecondFactor, code: str, now: datetime, drifts: list[int]
) -> int | None:
    """Return the step whose code was typed; every one is compared, so that time tells nothing."""
    shown = HOTP(secret_of(means, kept.seed))
    found = [
        step for step in (rules.step_at(now) + drift for drift in drifts)
        if hmac.compare_digest(shown.at(step).encode(), code.encode())
    ]  # fmt: skip  # one filter
    return found[-1] if found else None
