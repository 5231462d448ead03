"""An OpenID Connect provider, asked as OpenID Connect Core 1.0 says: code flow with PKCE.

Its endpoints are where the issuer's own description says, on whatever host, by https; how they are
asked says ``outward``. Only RS256 and ES256 are taken, with keys from there.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import KeySet
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from portal.delivery import outward
from portal.delivery.outward import Origin
from portal.domain.refusals import Refusal
from portal.domain.single_sign_on import (
    AddressUnverified,
    AnswerExpired,
    AnswerForAnother,
    AnswerForged,
    AnswerOfAnother,
    AnswerReplayed,
    ProviderElsewhere,
    ProviderRefused,
    ProviderUnreachable,
    Vouched,
    is_two_factors,
)

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "ES256")
SCOPE = "openid email"
KEPT = 3600.0  # seconds
CLOCKS_DIFFER = 60  # seconds
# What is wrong with a claim, by its name; any other fault makes the whole answer worthless.
WRONG: Mapping[str, type[Refusal]] = {
    "iss": AnswerOfAnother,
    "aud": AnswerForAnother,
    "azp": AnswerForAnother,
    "nonce": AnswerReplayed,
    "exp": AnswerExpired,
}


@dataclass(slots=True)
class Provider:
    """One identity provider; what it says about itself is asked once an hour."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    monotonic: Callable[[], float] = time.monotonic
    _found: tuple[float, Mapping[str, Any]] | None = None
    _keys: KeySet | None = None

    def address(self, back: str, *, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser is sent, to come ``back`` with a code.

        Raises:
            ProviderUnreachable, ProviderElsewhere: see each class.
        """
        where = self._endpoint("authorization_endpoint")
        url, _ = self._session(back).create_authorization_url(
            where, state=state, nonce=nonce, code_verifier=verifier
        )
        return str(url)

    def vouched(self, back: str, *, code: str, nonce: str, verifier: str, now: int) -> Vouched:
        """Exchange a code and return whom the provider vouches for.

        ``now`` is in seconds since 1970.

        Raises:
            Each refusal of ``portal.domain.single_sign_on`` but NotBegunHere, NoSuchColleague and
            BoundToAnother.
        """
        claims = self._decoded(self._exchanged(back, code, verifier))
        self._check(claims, nonce, now)
        if claims.get("email_verified") not in (True, "true"):
            raise AddressUnverified
        return Vouched(
            _person(self.issuer, str(claims["sub"])), str(claims["email"]), is_two_factors(claims)
        )

    def _exchanged(self, back: str, code: str, verifier: str) -> str:
        where = self._endpoint("token_endpoint")
        try:
            answer = self._session(back).fetch_token(
                where, code=code, code_verifier=verifier, grant_type="authorization_code",
                allow_redirects=False,
            )  # fmt: skip  # one call
        except AuthlibBaseError as no:
            raise ProviderRefused from no
        except (requests.RequestException, ValueError) as fault:
            raise ProviderUnreachable from fault
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderUnreachable
        return token

    def _decoded(self, token: str) -> Mapping[str, Any]:
        """Verify the signature; keys that are not known yet may be new ones."""
        known = self._keys
        if known is not None:
            try:
                return jwt.decode(token, known, list(ALGORITHMS)).claims
            except (JoseError, ValueError):
                pass
        self._keys = self._fetched_keys()
        try:
            return jwt.decode(token, self._keys, list(ALGORITHMS)).claims
        except (JoseError, ValueError) as fault:
            raise AnswerForged from fault

    def _check(self, claims: Mapping[str, Any], nonce: str, now: int) -> None:
        expected: dict[str, ClaimsOption] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "nonce": {"essential": True, "value": nonce},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "sub": {"essential": True},
            "email": {"essential": True},
        }
        several = isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1
        if several or "azp" in claims:
            expected["azp"] = {"essential": True, "value": self.client_id}
        try:
            JWTClaimsRegistry(now, CLOCKS_DIFFER, **expected).validate(dict(claims))
        except ExpiredTokenError as fault:
            raise AnswerExpired from fault
        except (InvalidClaimError, MissingClaimError) as fault:
            raise WRONG.get(fault.claim, AnswerForged) from fault

    def _session(self, back: str) -> OAuth2Session:
        def make() -> OAuth2Session:
            return OAuth2Session(
                self.client_id, self.client_secret, scope=SCOPE, redirect_uri=back,
                code_challenge_method="S256",
            )  # fmt: skip  # one call

        return outward.session(self._origin, make)

    @property
    def _origin(self) -> Origin:
        """What the operator named: the settings let nothing else pass."""
        found = outward.origin_of(self.issuer)
        if found is None:
            raise ProviderElsewhere
        return found

    def _endpoint(self, name: str) -> str:
        where = self._discovered().get(name)
        if not isinstance(where, str):
            raise ProviderUnreachable
        if not outward.is_allowed(outward.origin_of(where), self._origin):
            raise ProviderElsewhere
        return where

    def _discovered(self) -> Mapping[str, Any]:
        if self._found is None or self.monotonic() - self._found[0] >= KEPT:
            said = self._asked(self.issuer.rstrip("/") + WELL_KNOWN)
            if said.get("issuer") != self.issuer:
                raise ProviderElsewhere
            self._found = (self.monotonic(), said)
        return self._found[1]

    def _fetched_keys(self) -> KeySet:
        said = self._asked(self._endpoint("jwks_uri"))
        try:
            return KeySet.import_key_set(said)  # type: ignore[arg-type]  # checked as it is read
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise ProviderUnreachable from fault

    def _asked(self, address: str) -> dict[str, Any]:
        """Return what the provider says at an address, following it nowhere else."""
        try:
            with outward.session(self._origin) as session:
                answer = session.get(address, allow_redirects=False)
                said = answer.json() if answer.status_code == requests.codes.ok else None
        except (requests.RequestException, ValueError) as fault:
            raise ProviderUnreachable from fault
        if not isinstance(said, dict):
            raise ProviderUnreachable
        return said


def _person(issuer: str, subject: str) -> str:
    """Return what is kept of a provider's own name for somebody."""
    return hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()
