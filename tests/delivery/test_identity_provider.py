"""What an identity provider says is believed if its key signed it, for us and this question."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from portal.delivery.identity_provider import KEPT, Provider
from portal.delivery.outward import NotPublic
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
)
from tests.delivery.provider import CLIENT, NOW, SECRET, IdentityProvider, served

BACK = "https://plans.northwind.example/desk/single-sign-on/answer"
VERIFIER = "v" * 43


@pytest.fixture
def there() -> Iterator[IdentityProvider]:
    """Serve an identity provider."""
    with served() as provider:
        yield provider


@pytest.fixture
def provider(there: IdentityProvider) -> Provider:
    """Return our side of it."""
    return Provider(there.address, CLIENT, SECRET)


def come_back(ours: Provider, theirs: IdentityProvider, nonce: str = "nonce") -> str:
    """Go there and return what the provider vouches for."""
    location = ours.address(BACK, state="state", nonce=nonce, verifier=VERIFIER)
    code = theirs.authorise(location)["code"]
    return ours.vouched(BACK, code=code, nonce="nonce", verifier=VERIFIER, now=NOW).email


def test_the_address_that_a_provider_verified_is_believed(
    provider: Provider, there: IdentityProvider
) -> None:
    assert come_back(provider, there) == "owen@northwind.example"


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"iss": "https://elsewhere.example"}, AnswerOfAnother),
        ({"iss": None}, AnswerOfAnother),
        ({"aud": "another program"}, AnswerForAnother),
        ({"aud": ["another program"]}, AnswerForAnother),
        ({"aud": [CLIENT, "another program"]}, AnswerForAnother),
        ({"azp": "another program"}, AnswerForAnother),
        ({"aud": None}, AnswerForAnother),
        ({"exp": NOW - 61}, AnswerExpired),
        ({"exp": None}, AnswerExpired),
        ({"nonce": "of another sign-on"}, AnswerReplayed),
        ({"nonce": None}, AnswerReplayed),
        ({"email_verified": False}, AddressUnverified),
        ({"email_verified": None}, AddressUnverified),
        ({"email_verified": "false"}, AddressUnverified),
        ({"email": None}, AnswerForged),
        ({"iat": NOW + 3600}, AnswerForged),
        ({"sub": None}, AnswerForged),
    ],
)
def test_a_claim_that_is_not_as_it_must_be_is_refused_by_its_own_name(
    provider: Provider, there: IdentityProvider, claims: dict[str, Any], refused: type[Refusal]
) -> None:
    there.claims = claims
    with pytest.raises(refused):
        come_back(provider, there)


def test_several_audiences_are_taken_where_we_are_who_asked(
    provider: Provider, there: IdentityProvider
) -> None:
    there.claims = {"aud": [CLIENT, "another program"], "azp": CLIENT}
    assert come_back(provider, there)


def test_keys_are_asked_anew_when_the_provider_signs_with_another(
    provider: Provider, there: IdentityProvider
) -> None:
    assert come_back(provider, there)
    for kind in ("EC", "RSA"):
        there.rotate(kind)
        assert come_back(provider, there)
    assert come_back(provider, there)
    assert there.asked.count("/keys") == 3


def test_a_key_that_the_provider_does_not_publish_signs_nothing(
    provider: Provider, there: IdentityProvider
) -> None:
    there.published = [ECKey.generate_key("P-256", {"kid": "first"})]
    with pytest.raises(AnswerForged):
        come_back(provider, there)


def test_a_secret_is_no_key_and_unsigned_is_unsigned(
    provider: Provider, there: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.key, there.algorithm = OctKey.import_key(SECRET, {"kid": "first"}), "HS256"
    there.published = [ECKey.generate_key("P-256", {"kid": "first"})]
    with pytest.raises(AnswerForged):
        come_back(provider, there)
    signed = there.token({"nonce": "nonce"})
    unsigned = f"eyJhbGciOiJub25lIn0.{signed.split('.')[1]}."
    for text in (unsigned, "no token at all", ""):
        monkeypatch.setattr(there, "token", lambda _asked, said=text: said)
        with pytest.raises(AnswerForged):
            come_back(provider, there)


def test_endpoints_are_where_the_issuer_says_on_whatever_host(there: IdentityProvider) -> None:
    with served() as elsewhere:
        elsewhere.key, elsewhere.codes = there.key, there.codes
        other = elsewhere.address.replace("127.0.0.1", "localhost")
        there.discovery = {
            "token_endpoint": f"{other}/token", "jwks_uri": f"{other}/keys",
            "authorization_endpoint": "https://accounts.example/authorise",
        }  # fmt: skip  # a table
        elsewhere.claims = {"iss": there.address}
        ours = Provider(there.address, CLIENT, SECRET)
        location = ours.address(BACK, state="s", nonce="nonce", verifier=VERIFIER)
        assert location.startswith("https://accounts.example/authorise?")
        assert come_back(ours, there) == "owen@northwind.example"
        assert there.asked == ["/.well-known/openid-configuration"]
        assert elsewhere.asked == ["/token", "/keys"]


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "where",
    [
        "http://accounts.example/token", "http://10.0.0.7/token", "ftp://accounts.example/token",
        "file:///etc/passwd", "https://somebody:secret@accounts.example/", "//accounts.example/",
        "https://", "https://[::1", "", "token",
    ],
)  # fmt: skip  # a list
def test_an_endpoint_that_is_not_by_https_is_asked_nothing(
    provider: Provider, there: IdentityProvider, name: str, where: str
) -> None:
    there.discovery = {name: where}
    with pytest.raises(ProviderElsewhere):
        come_back(provider, there)


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_a_name_that_leads_into_a_private_network_is_not_followed_there(
    monkeypatch: pytest.MonkeyPatch, provider: Provider, there: IdentityProvider, name: str
) -> None:
    resolve = socket.getaddrinfo

    def resolved(host: str, *rest: Any, **more: Any) -> Any:
        return resolve("127.0.0.1" if host == "accounts.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    port = there.address.rpartition(":")[2]
    there.discovery = {name: f"https://accounts.example:{port}/token"}
    with pytest.raises(ProviderUnreachable) as refused:
        come_back(provider, there)
    assert isinstance(refused.value.__cause__, NotPublic)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
def test_nobody_is_followed_to_another_address(
    provider: Provider, there: IdentityProvider, path: str
) -> None:
    with served() as elsewhere:
        there.answers[path] = (302, f"{elsewhere.address}/keys")
        with pytest.raises((ProviderUnreachable, ProviderRefused)):
            come_back(provider, there)
        assert elsewhere.asked == []


def test_a_description_of_another_issuer_is_refused(
    provider: Provider, there: IdentityProvider
) -> None:
    there.discovery = {"issuer": "https://elsewhere.example"}
    with pytest.raises(ProviderElsewhere):
        come_back(provider, there)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
@pytest.mark.parametrize("answer", [(500, {}), (200, []), (200, "no JSON"), (200, {"keys": 1})])
def test_an_answer_that_makes_no_sense_lets_nobody_in(
    provider: Provider, there: IdentityProvider, path: str, answer: tuple[int, Any]
) -> None:
    there.answers[path] = answer
    with pytest.raises((ProviderUnreachable, ProviderElsewhere)):
        come_back(provider, there)


def test_a_provider_that_is_down_lets_nobody_in() -> None:
    with pytest.raises(ProviderUnreachable):
        Provider("http://127.0.0.1:1", CLIENT, SECRET).address(
            BACK, state="state", nonce="nonce", verifier=VERIFIER
        )


@pytest.mark.parametrize("answer", [(400, {"error": "invalid_grant"}), (401, {"error": "no"})])
def test_a_code_that_the_provider_does_not_take_lets_nobody_in(
    provider: Provider, there: IdentityProvider, answer: tuple[int, Any]
) -> None:
    there.answers["/token"] = answer
    with pytest.raises(ProviderRefused):
        come_back(provider, there)


@pytest.mark.parametrize("answer", [(200, {}), (500, {}), (200, {"id_token": 7}), (200, "no")])
def test_an_exchange_that_makes_no_sense_lets_nobody_in(
    provider: Provider, there: IdentityProvider, answer: tuple[int, Any]
) -> None:
    there.answers["/token"] = answer
    with pytest.raises((ProviderUnreachable, ProviderRefused)):
        come_back(provider, there)


def test_a_code_without_the_verifier_it_was_asked_with_is_worth_nothing(
    provider: Provider, there: IdentityProvider
) -> None:
    location = provider.address(BACK, state="state", nonce="nonce", verifier=VERIFIER)
    code = there.authorise(location)["code"]
    with pytest.raises(ProviderRefused):
        provider.vouched(BACK, code=code, nonce="nonce", verifier="w" * 43, now=NOW)


def test_what_the_provider_says_of_itself_is_kept_for_an_hour(there: IdentityProvider) -> None:
    at = [0.0]
    ours = Provider(there.address, CLIENT, SECRET, monotonic=lambda: at[0])
    for moment in (0.0, KEPT - 1, KEPT):
        at[0] = moment
        come_back(ours, there)
    assert there.asked.count("/.well-known/openid-configuration") == 2


def test_the_secret_is_not_shown_where_the_provider_is_printed(provider: Provider) -> None:
    assert SECRET not in repr(provider)


def vouched(ours: Provider, theirs: IdentityProvider) -> Vouched:
    """Go there and return whom the provider vouches for."""
    location = ours.address(BACK, state="state", nonce="nonce", verifier=VERIFIER)
    code = theirs.authorise(location)["code"]
    return ours.vouched(BACK, code=code, nonce="nonce", verifier=VERIFIER, now=NOW)


def test_a_person_is_told_from_another_by_the_providers_own_name_and_not_by_the_address(
    provider: Provider, there: IdentityProvider
) -> None:
    first = vouched(provider, there)
    there.email = "another@northwind.example"
    assert vouched(provider, there).person == first.person
    there.claims = {"sub": "somebody else"}
    assert vouched(provider, there).person != first.person
    assert "somebody" not in first.person


def test_the_same_name_at_another_provider_is_another_person(there: IdentityProvider) -> None:
    with served() as elsewhere:
        people = {
            vouched(Provider(one.address, CLIENT, SECRET), one).person for one in (there, elsewhere)
        }
    assert len(people) == 2


@pytest.mark.parametrize(
    ("claims", "said"),
    [({}, False), ({"amr": ["pwd"]}, False), ({"amr": ["pwd", "otp"]}, True)],
)
def test_what_the_provider_says_of_its_factors_is_handed_on(
    provider: Provider, there: IdentityProvider, claims: dict[str, Any], *, said: bool
) -> None:
    there.claims = claims
    assert vouched(provider, there).two_factors is said
