"""Northwind's people with passwords, visits and mails, for tests of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.actions import authenticator, own_account, second_factor, sign_in
from portal.actions.asking_again import Proof
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.store.schema.outgoing import outbox
from tests.actions.people import BASE_URL, Clock

OWEN = "owen@northwind.example"
NORTHWIND = "Northwind Analytics"
PASSWORD = "a sentence that nobody guesses"


def invited(
    means: Means,
    email: str = OWEN,
    role: str = "owner",
    name: str = "Owen Hartley",
    organisation: str = NORTHWIND,
) -> tuple[str, str]:
    """Create an account; return its organisation and the token of its one-time link."""
    address = sign_in.create_account(means, email, organisation=organisation, role=role, name=name)
    found, _, token = address.removeprefix(f"{BASE_URL}/desk/password/").partition(".")
    return found, token


def signed_in(
    means: Means,
    email: str = OWEN,
    role: str = "owner",
    name: str = "Owen Hartley",
    organisation: str = NORTHWIND,
) -> tuple[Seller, str]:
    """Return somebody with an account and a password, and the token of their visit."""
    sign_in.set_password(means, *invited(means, email, role, name, organisation), PASSWORD)
    return again(means, email)


def again(means: Means, email: str = OWEN, password: str = PASSWORD) -> tuple[Seller, str]:
    """Sign somebody in once more."""
    organisation, token = sign_in.sign_in(means, email, password)
    seller = sign_in.seller_of(means, organisation, token)
    assert seller is not None
    return seller, token


def is_in(means: Means, seller: Seller, token: str) -> bool:
    """Tell whether a visit is living."""
    return sign_in.seller_of(means, seller.organisation_id, token) is not None


def letters(means: Means, kind: str, to: str) -> list[Mapping[str, Any]]:
    """Return what was ordered for somebody, the last one last."""
    chosen = select(outbox).where(outbox.c.kind == kind, outbox.c.recipient == to)
    with means.store.reading() as connection:
        rows = connection.execute(chosen).mappings().all()
    return sorted((dict(row) for row in rows), key=lambda row: str(row["secret"]))


def link_token(means: Means, kind: str, to: str) -> str:
    """Return the token of the password link mailed to somebody last."""
    return means.token("password", letters(means, kind, to)[-1]["secret"])


def lost_password(means: Means, email: str) -> None:
    """Ask for a link to set a lost password, and let the worker see to it."""
    own_account.ask_for_link(means, email)
    asked = [one["payload"]["email"] for one in letters(means, own_account.LOST_PASSWORD, "")]
    own_account.mail_link(means, asked[asked.index(email.strip())])


def forward(means: Means, **by: float) -> None:
    """Let time pass."""
    assert isinstance(means.clock, Clock)
    means.clock.forward(**by)


def shown_code(means: Means, seller: Seller) -> str:
    """Return what an authenticator shows that has just read the secret on the page."""
    return authenticator.code_at(second_factor.state(means, seller).secret, means.clock())


def set_up(means: Means, seller: Seller) -> tuple[tuple[str, ...], str]:
    """Set up a second step; return the recovery codes and the authenticator's secret."""
    second_factor.set_up(means, seller, Proof(PASSWORD))
    secret = second_factor.state(means, seller).secret
    return second_factor.confirm(means, seller, shown_code(means, seller)), secret


@dataclass
class TwoSteps:
    """Somebody who signs in in two steps, with what only they have at hand."""

    means: Means
    seller: Seller
    token: str
    codes: tuple[str, ...]
    secret: str

    @property
    def code(self) -> str:
        """What their authenticator shows now."""
        return authenticator.code_at(self.secret, self.means.clock())

    @property
    def proof(self) -> Proof:
        """Password and code."""
        return Proof(PASSWORD, self.code, visit=token_hash(self.token))
