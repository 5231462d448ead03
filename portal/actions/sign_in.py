"""Accounts of the supplier's side: made, given a password by one-time link, signed in and out."""

from datetime import datetime, timedelta
from decimal import Decimal

from portal.actions import passwords
from portal.actions.means import Means, token_hash
from portal.actions.second_step import after_first_step
from portal.actions.sellers import Seller
from portal.domain.committee import domain_of
from portal.domain.refusals import Refusal
from portal.domain.roles import ROLES
from portal.domain.ways_in import Way, is_two_factors
from portal.store import accounts, desk_sessions, second_factors
from portal.store import passwords as kept_passwords
from portal.store.transaction import Session, Whose

PASSWORD_LINK_LIFETIME = timedelta(days=7)
LONGEST_ADDRESS = 254
MEDIAN_DEAL = Decimal(100_000)


class WrongPassword(Refusal):
    """Which of the two was wrong is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "Address and password do not belong together. Try again.", field="password"
        )


class AccountExists(Refusal):
    """An address signs in to one account."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} already has an account. Sign in with it.", field="email")


class AddressTooLong(Refusal):
    """No mail goes to a longer one (RFC 5321, 4.5.3.1)."""

    def __init__(self) -> None:
        super().__init__(
            f"An e-mail address has at most {LONGEST_ADDRESS} characters.", field="email"
        )


class UnknownRole(Refusal):
    """A role outside the four has no rights anybody could name."""

    def __init__(self, role: str) -> None:
        super().__init__(f"There is no role '{role}'; the roles are {', '.join(ROLES)}.")


class DeadPasswordLink(Refusal):
    """A link to set a password works once, and not for long."""

    def __init__(self) -> None:
        super().__init__(
            "This link was used or has expired. Ask for a new one on the sign-in page."
        )


class OrganisationMissing(Refusal):
    """An account belongs to an organisation."""

    def __init__(self) -> None:
        super().__init__("Give the organisation's name.")


def create_account(
    means: Means,
    email: str,
    *,
    organisation: str,
    role: str,
    name: str = "",
    title: str = "",
    two_factors: bool = False,
) -> str:
    """Create an account, and its organisation if it is new; return the one-time password address.

    ``two_factors`` demands them of everybody in the organisation from now on.

    Raises:
        UnknownRole, OrganisationMissing, NoSuchAddress, AddressTooLong, AccountExists: see each.
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
        if two_factors:
            accounts.require_two_factors(session, org, demanded=True)
        account = new_account(
            means, session, org, address, name or address.partition("@")[0], title, role
        )
        kept_passwords.add_link(
            session,
            {"organisation_id": org, "token_hash": token_hash(secret), "account_id": account,
             "expires_at": now + PASSWORD_LINK_LIFETIME},
        )  # fmt: skip  # one row
    return f"{means.base_url}/desk/password/{org}.{secret}"


def new_account(
    means: Means, session: Session, org: str, email: str, name: str, title: str, role: str
) -> str:
    """Keep a new account of an organisation, without a password; return its id.

    The address's domain counts among the organisation's own from now on: it fills no buyer's seat.

    Raises:
        AddressTooLong, AccountExists: see each class.
    """
    address, account = email.strip().lower(), means.new_id()
    if len(address) > LONGEST_ADDRESS:
        raise AddressTooLong
    accounts.add_domain(session, org, domain_of(address))
    is_alone = accounts.add_account(
        session,
        {"organisation_id": org, "id": account, "email": address, "title": title, "name": name,
         "role": role, "password_hash": None, "created_at": means.clock()},
    )  # fmt: skip  # one row
    if not is_alone:  # somebody else made one for this address a moment ago
        raise AccountExists(address)
    return account


def set_password(means: Means, organisation: str, token: str, password: str) -> None:
    """Set a password through a one-time link; every visit of the account ends.

    Raises:
        DeadPasswordLink, and the refusals of ``passwords.judge``.
    """
    hashed_token, now = token_hash(token), means.clock()
    with means.store.reading(organisation) as connection:
        found = kept_passwords.account_by_link(connection, organisation, hashed_token, now)
        who = accounts.by_id(connection, organisation, found) if found else None
    if who is None:
        raise DeadPasswordLink
    passwords.judge(password, who.name, who.email, who.organisation)
    hashed = passwords.hashed(password)
    with means.store.writing(organisation) as session:
        if not kept_passwords.use_link(session, organisation, hashed_token, now):
            raise DeadPasswordLink
        kept_passwords.use_up_links(session, organisation, who.id, now)
        kept_passwords.keep_hash(session, organisation, who.id, hashed)
        desk_sessions.end_visits(session, organisation, who.id, now)
        second_factors.end_steps(session, organisation, who.id)


def sign_in(means: Means, email: str, password: str) -> tuple[str, str]:
    """Open a session; return the organisation's id and the session's token.

    Where a second step is set up, the token is that of a sign-in which awaits its code.

    Raises:
        WrongPassword: whichever of the two was wrong.
    """
    with means.store.reading(Whose.NOBODYS) as connection:
        found = accounts.by_email(connection, email)
    kept = found[1] if found else None
    if not passwords.matches(kept, password) or found is None or kept is None:
        raise WrongPassword
    renewed = passwords.hashed(password) if passwords.is_outdated(kept) else None
    who = found[0]
    with means.store.writing(who.organisation_id) as session:
        if kept_passwords.hash_of(session.connection(), who.organisation_id, who.id) != kept:
            raise WrongPassword  # changed, or the account taken off, a moment ago
        if renewed:
            kept_passwords.keep_hash(session, who.organisation_id, who.id, renewed)
        return who.organisation_id, after_first_step(means, session, who, Way.PASSWORD)


def sign_out(means: Means, organisation: str, token: str) -> None:
    """End a session; ending it twice is no harm."""
    with means.store.writing(organisation) as session:
        desk_sessions.end_session(session, organisation, token_hash(token), means.clock())


def seller_of(means: Means, organisation: str, token: str) -> Seller | None:
    """Return who is behind a session's token, if it is living."""
    found = visit_of(means, organisation, token)
    return found[0] if found else None


def visit_of(means: Means, organisation: str, token: str) -> tuple[Seller, datetime] | None:
    """Return who is behind a session's token, if it is living, and when it ends at the latest."""
    with means.store.reading(organisation) as connection:
        found = accounts.by_session(connection, organisation, token_hash(token))
    if found is None or found.revoked_at is not None or means.clock() >= found.expires_at:
        return None
    who = found.account
    seller = Seller(
        who.organisation_id, who.id, who.email, who.name, who.title, who.role,
        who.organisation, who.domains, who.median_deal,
        demands_two_factors=who.requires_two_factors,
        lacks_a_factor=who.requires_two_factors and not is_two_factors(found.came_by),
    )  # fmt: skip  # field by field
    return seller, found.expires_at
