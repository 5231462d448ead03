"""Accounts of the supplier's side: made, given a password by one-time link, signed in and out."""

from datetime import timedelta
from decimal import Decimal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.actions.means import Means, token_hash
from portal.actions.sellers import ROLES, Seller
from portal.domain.committee import domain_of
from portal.domain.refusals import Refusal
from portal.domain.sharing import DESK_LIFETIME
from portal.store import accounts
from portal.store.transaction import Whose

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
PASSWORD_LINK_LIFETIME = timedelta(days=7)
MEDIAN_DEAL = Decimal(100_000)
_hasher = PasswordHasher()
# Verified when an address is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash("an address that is not known here")


class WrongPassword(Refusal):
    """Which of the two was wrong is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "Address and password do not belong together. Try again.", field="password"
        )


class PasswordTooShort(Refusal):
    """Length is what makes a password hard to guess."""

    def __init__(self) -> None:
        super().__init__(
            f"Use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; a sentence is fine.",
            field="password",
        )


class AccountExists(Refusal):
    """An address signs in to one account."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} already has an account. Sign in with it.", field="email")


class UnknownRole(Refusal):
    """A role outside the four has no rights anybody could name."""

    def __init__(self, role: str) -> None:
        super().__init__(f"There is no role '{role}'; the roles are {', '.join(ROLES)}.")


class DeadPasswordLink(Refusal):
    """A link to set a password works once, for seven days."""

    def __init__(self) -> None:
        super().__init__("This link was used or has expired. Ask an owner for a new one.")


class OrganisationMissing(Refusal):
    """An account belongs to an organisation."""

    def __init__(self) -> None:
        super().__init__("Give the organisation's name.")


def create_account(
    means: Means, email: str, *, organisation: str, role: str, name: str = "", title: str = ""
) -> str:
    """Create an account, and its organisation if it is new; return the one-time password address.

    Raises:
        UnknownRole, OrganisationMissing, NoSuchAddress, AccountExists: see each class.
    """
    if role not in ROLES:
        raise UnknownRole(role)
    if not organisation.strip():
        raise OrganisationMissing
    domain, address = domain_of(email), email.strip().lower()
    now, secret = means.clock(), means.draw()
    with means.store.writing(Whose.EVERYBODYS) as session:
        if accounts.by_email(session.connection(), address):
            raise AccountExists(address)
        found = accounts.organisation_named(session.connection(), organisation.strip())
        org = found or means.new_id()
        if found is None:
            accounts.add_organisation(
                session,
                {"organisation_id": org, "name": organisation.strip(), "domains": [domain],
                 "median_deal": MEDIAN_DEAL, "created_at": now},
            )  # fmt: skip  # one row
        else:
            accounts.add_domain(session, org, domain)
        account = means.new_id()
        accounts.add_account(
            session,
            {"organisation_id": org, "id": account, "email": address, "title": title,
             "name": name or address.partition("@")[0], "role": role, "password_hash": None,
             "created_at": now},
        )  # fmt: skip  # one row
        accounts.add_password_link(
            session,
            {"organisation_id": org, "token_hash": token_hash(secret), "account_id": account,
             "expires_at": now + PASSWORD_LINK_LIFETIME},
        )  # fmt: skip  # one row
    return f"{means.base_url}/desk/password/{org}.{secret}"


def set_password(means: Means, organisation: str, token: str, password: str) -> None:
    """Set a password through a one-time link.

    Raises:
        PasswordTooShort, DeadPasswordLink: see each class.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShort
    hashed = _hasher.hash(password)
    with means.store.writing(organisation) as session:
        done = accounts.use_password_link(
            session, organisation, token_hash(token), hashed, means.clock()
        )
    if not done:
        raise DeadPasswordLink


def sign_in(means: Means, email: str, password: str) -> tuple[str, str]:
    """Open a session; return the organisation's id and the session's token.

    Raises:
        WrongPassword: whichever of the two was wrong.
    """
    with means.store.reading(Whose.NOBODYS) as connection:
        found = accounts.by_email(connection, email)
    stored = (found[1] if found else None) or _NOBODY
    try:
        _hasher.verify(stored, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError) as wrong:
        raise WrongPassword from wrong
    if found is None or found[1] is None:
        raise WrongPassword
    now, secret = means.clock(), means.draw()
    with means.store.writing(found[0].organisation_id) as session:
        accounts.add_session(
            session,
            {"organisation_id": found[0].organisation_id, "token_hash": token_hash(secret),
             "account_id": found[0].id, "created_at": now, "expires_at": now + DESK_LIFETIME},
        )  # fmt: skip  # one row
    return found[0].organisation_id, secret


def sign_out(means: Means, organisation: str, token: str) -> None:
    """End a session; ending it twice is no harm."""
    with means.store.writing(organisation) as session:
        accounts.end_session(session, organisation, token_hash(token), means.clock())


def seller_of(means: Means, organisation: str, token: str) -> Seller | None:
    """Return who is behind a session's token, if it is living."""
    with means.store.reading(organisation) as connection:
        found = accounts.by_session(connection, organisation, token_hash(token))
    if found is None or found.revoked_at is not None or means.clock() >= found.expires_at:
        return None
    who = found.account
    return Seller(
        who.organisation_id, who.id, who.email, who.name, who.title, who.role,
        who.organisation, who.domains, who.median_deal,
    )  # fmt: skip  # field by field
