"""Signing in by an identity provider's word: only an account that is here already.

The first time it is found by the address that the provider verified, and bound to the provider's
own name for its person; from then on that name alone finds it, whatever becomes of the address.

State, nonce and PKCE verifier are HMACs of one seed that the browser keeps in a signed cookie, so
nothing is written before somebody comes back with a code.
"""

import hmac
from typing import TYPE_CHECKING

from portal.actions.means import Means
from portal.actions.second_step import after_first_step
from portal.domain.single_sign_on import (
    BoundToAnother,
    NoSuchColleague,
    NotBegunHere,
    ProviderRefused,
    Vouched,
)
from portal.domain.ways_in import Way
from portal.store import accounts, sign_ons
from portal.store.accounts import Account
from portal.store.transaction import Session, Whose

if TYPE_CHECKING:  # what asks other servers is loaded only where one is named
    from portal.delivery.identity_provider import Provider

BACK = "/desk/single-sign-on/answer"


def address(means: Means, provider: "Provider", seed: str) -> str:
    """Return where a browser that keeps this seed is sent.

    Raises:
        ProviderUnreachable, ProviderElsewhere: see each class.
    """
    return provider.address(
        means.base_url + BACK,
        state=_state(means, seed), nonce=_nonce(means, seed), verifier=_verifier(means, seed),
    )  # fmt: skip  # one call


def sign_in(
    means: Means, provider: "Provider", seed: str | None, state: str, code: str
) -> tuple[str, str]:
    """Open a visit by the provider's word; return the organisation's id and the visit's token.

    Where two factors are demanded and the provider does not say that it asked for them, the token
    may be that of a sign-in which awaits its code.

    Raises:
        NotBegunHere: if the browser keeps no seed, or that of another sign-on.
        NoSuchColleague: if no account has the address that the provider vouches for.
        BoundToAnother: if the account with that address is bound to somebody else there.
        The refusals of ``Provider.vouched``.
    """
    if seed is None or not hmac.compare_digest(_state(means, seed).encode(), state.encode()):
        raise NotBegunHere
    if not code:
        raise ProviderRefused
    said = provider.vouched(
        means.base_url + BACK, code=code, nonce=_nonce(means, seed),
        verifier=_verifier(means, seed), now=int(means.clock().timestamp()),
    )  # fmt: skip  # one call
    with means.store.writing(Whose.NOBODYS) as session:
        who = sign_ons.find(session.connection(), said.person) or _bound(means, session, said)
        way = Way.SINGLE_SIGN_ON_IN_TWO_STEPS if said.two_factors else Way.SINGLE_SIGN_ON
        return who.organisation_id, after_first_step(means, session, who, way)


def _bound(means: Means, session: Session, said: Vouched) -> Account:
    """Bind the account with this address to its person at the provider."""
    found = accounts.by_email(session.connection(), said.email)
    if found is None:
        raise NoSuchColleague(said.email)
    who = found[0]
    if sign_ons.bind(session, who.organisation_id, who.id, said.person, means.clock()):
        return who
    if sign_ons.find(session.connection(), said.person) != who:  # bound in another window just now
        raise BoundToAnother
    return who


def _state(means: Means, seed: str) -> str:
    return means.token("sign-on state", seed)


def _nonce(means: Means, seed: str) -> str:
    return means.token("sign-on nonce", seed)


def _verifier(means: Means, seed: str) -> str:
    return means.token("sign-on verifier", seed)
