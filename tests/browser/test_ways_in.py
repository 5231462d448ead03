"""Ways into the desk in a real browser: a passkey of a virtual device, and single sign-on."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.hands import Hands
from tests.browser.portals import Portal, empty_portal
from tests.delivery.provider import CLIENT, SECRET, IdentityProvider, served

OWEN, PASSWORD = "owen@northwind.example", "a long sentence to sign in with"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip  # a table


@pytest.fixture
def there() -> Iterator[IdentityProvider]:
    """Serve an identity provider."""
    with served() as provider:
        provider.now = int(time.time())
        yield provider


@pytest.fixture
def named(tmp_path: Path, there: IdentityProvider) -> Iterator[Portal]:
    """Serve a portal that is reached by a name, and knows the provider."""
    made = empty_portal(
        tmp_path, f"sqlite:///{tmp_path / 'portal.db'}",
        PORTAL_BASE_URL="http://localhost:{port}", PORTAL_OIDC_ISSUER=there.address,
        PORTAL_OIDC_CLIENT_ID=CLIENT, PORTAL_OIDC_CLIENT_SECRET=SECRET,
    )  # fmt: skip  # one call
    yield made
    made.stop()


def came_by(owen: Hands, base: str) -> str:
    """Return what one's own page says of this visit."""
    owen.page.wait_for_url("**/desk/")
    owen.open(f"{base}/desk/me")
    return owen.page.locator("td[data-l=By]").first.inner_text().split("\n")[-1]


def test_owen_comes_in_by_password_then_by_passkey_then_by_single_sign_on(
    named: Portal, visit: Callable[..., Hands]
) -> None:
    base = f"http://localhost:{named.port}"
    told = named.run("create-account", OWEN, "--organisation", "Northwind", "--role", "owner")
    owen = visit(named, OWEN)
    device = owen.context.new_cdp_session(owen.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    owen.open(f"{base}/desk/passkey")
    for _ in range(2):  # there is none yet; the button works again after a refusal
        owen.press("Use a passkey")
        owen.page.get_by_text("No passkey was used. Try again, or use your password.").wait_for()

    owen.open(told.split()[-1])
    owen.fill("New password", PASSWORD)
    owen.press("Set the password")
    owen.fill("Your e-mail address", OWEN)
    owen.fill("Password", PASSWORD)
    owen.press("Sign in")
    assert came_by(owen, base) == "password"

    owen.open(f"{base}/desk/me/passkeys")
    owen.fill("Name of the device", "laptop")
    owen.fill("Your password", PASSWORD)
    owen.press("Go on")
    owen.press("Make the passkey")
    owen.page.wait_for_url("**/desk/me/passkeys?said=made")
    owen.press("Sign out")
    owen.follow("with a passkey")
    owen.press("Use a passkey")
    assert came_by(owen, base) == "passkey"

    owen.fill("New password", f"{PASSWORD} from now on")
    owen.press("Change the password")  # the passkey is asked for: it is the second step
    owen.page.wait_for_url("**/desk/me?said=password")

    owen.press("Sign out")
    owen.follow("by your organisation’s single sign-on")
    assert came_by(owen, base) == "single sign-on"
