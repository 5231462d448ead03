"""Signing in by an identity provider's word: only an account that is here already, by its address.

State, nonce and PKCE verifier are HMACs of one seed that the browser keeps in a signed cookie, so
nothing is written before somebody comes back with a code.
"""

import hmac
from typing import TYPE_CHECKING

from portal.actions.means import Means
from portal.actions.second_step import open_visit
from portal.domain.single_sign_on import NoSuchColleague, NotBegunHere, ProviderRefused
from portal.store import accounts
from portal.store.transaction import Whose

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

    Raises:
        NotBegunHere: if the browser keeps no seed, or that of another sign-on.
        NoSuchColleague: if no account has the address that the provider vouches for.
        The refusals of ``Provider.verified_address``.
    """
    if seed is None or not hmac.compare_digest(_state(means, seed).encode(), state.encode()):
        raise NotBegunHere
    if not code:
        raise ProviderRefused
    email = provider.verified_address(
        means.base_url + BACK, code=code, nonce=_nonce(means, seed),
        verifier=_verifier(means, seed), now=int(means.clock().timestamp()),
    )  # fmt: skip  # one call
    with means.store.writing(Whose.NOBODYS) as session:
        found = accounts.by_email(session.connection(), email)
        if found is None:
            raise NoSuchColleague(email)
        return found[0].organisation_id, open_visit(means, session, found[0], "single sign-on")


def _state(means: Means, seed: str) -> str:
    return means.token("sign-on state", seed)


def _nonce(means: Means, seed: str) -> str:
    return means.token("sign-on nonce", seed)


def _verifier(means: Means, seed: str) -> str:
    return means.token("sign-on verifier", seed)
