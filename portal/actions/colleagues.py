"""The supplier's people, as an owner keeps them: invited by mail, given a role, taken off."""

from collections.abc import Callable
from typing import TypeVar

from portal.actions import notify
from portal.actions.asking_again import Proof, after_proof
from portal.actions.invite import LONGEST_NAME, NameMissing, NameTooLong
from portal.actions.means import Means
from portal.actions.sellers import Seller, account_of, managing, require_managing_now
from portal.actions.sign_in import (
    PASSWORD_LINK_LIFETIME,
    AccountExists,
    UnknownRole,
    new_account,
)
from portal.domain.committee import domain_of
from portal.domain.events import PlanHandedOver
from portal.domain.refusals import Refusal
from portal.domain.roles import OWNER, ROLES, May, may
from portal.store import accounts, colleagues, passwords
from portal.store.accounts import Account
from portal.store.ledger import Record
from portal.store.transaction import Session

Result = TypeVar("Result")
NONE = Proof()


class LastOwner(Refusal):
    """Without an owner nobody could ever invite anybody again."""

    def __init__(self) -> None:
        super().__init__("This is the last owner. Make somebody else an owner first.", field="role")


class SuccessorMissing(Refusal):
    """A buyer reads on every plan whom to ask, and that must not be somebody who has left."""

    def __init__(self) -> None:
        super().__init__(
            "Choose a colleague who may write plans and stays: theirs become the plans.",
            field="successor",
        )


def invite_colleague(
    means: Means,
    seller: Seller,
    *,
    name: str,
    email: str,
    title: str,
    role: str,
    proof: Proof = NONE,
) -> str:
    """Make an account and mail its person a one-time link to set a password; return its id.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        NameMissing, NameTooLong, UnknownRole, NoSuchAddress, AddressTooLong: see each class.
        AccountExists: if the address signs in already, here or elsewhere.
        The refusals of ``after_proof``, if the role is owner.
    """
    clean, stated = " ".join(name.split()), " ".join(title.split())
    if not clean:
        raise NameMissing
    for text, field in ((clean, "name"), (stated, "title")):
        if len(text) > LONGEST_NAME:
            raise NameTooLong(field)
    _require_role(role)
    domain_of(email)

    def make(session: Session) -> str:
        if accounts.by_email(session.connection(), email):
            raise AccountExists(email.strip().lower())
        who = new_account(means, session, seller.organisation_id, email, clean, stated, role)
        _mail_link(means, session, seller, account_of(session, seller, who))
        return who

    return _giving(role, means, seller, proof, make)


def change_role(means: Means, seller: Seller, account: str, role: str, proof: Proof = NONE) -> None:
    """Give a colleague, or oneself, another role; it counts from their next click.

    Raises:
        OwnersOnly, AccountEnded, UnknownRole, LastOwner: see each class.
        NotFound: if nobody here has this account.
        The refusals of ``after_proof``, if the role is owner.
    """
    _require_role(role)

    def change(session: Session) -> None:
        who = account_of(session, seller, account)
        if who.role == role:
            return
        if role != OWNER:
            _require_another_owner(session, seller, account)
        colleagues.give_role(session, seller.organisation_id, account, role)
        notify.tell(means, session, who, f"{seller.name} made you {_as(role)}.")

    _giving(role, means, seller, proof, change)


def take_off(means: Means, seller: Seller, account: str, successor: str) -> None:
    """End an account: its visits end at once, its plans go to a colleague, its name stays.

    Raises:
        OwnersOnly, AccountEnded, LastOwner, SuccessorMissing: see each class.
        NotFound: if nobody here has this account.
    """
    with managing(means, seller) as session:
        who = account_of(session, seller, account)
        _require_another_owner(session, seller, account)
        role = colleagues.role_now(session, seller.organisation_id, successor)
        if role is None or successor == account or not may(role, May.WRITE_PLANS):
            raise SuccessorMissing
        now = means.clock()
        colleagues.take_off(session, seller.organisation_id, account, now)
        _hand_over(means, session, seller, account, successor)
        notify.tell(means, session, who, f"{seller.name} took your account off.")


def _hand_over(
    means: Means, session: Session, seller: Seller, account: str, successor: str
) -> None:
    """Give each plan of an account to a colleague; each plan's record says so."""
    for plan in colleagues.plans_of(session, seller.organisation_id, account):
        record = Record(session, plan, means.store.memory)
        colleagues.hand_over(session, plan, successor)
        record.append(seller.by, means.clock(), [PlanHandedOver(successor)])


def mail_link_again(means: Means, seller: Seller, account: str) -> None:
    """Mail a colleague a new one-time link to set a password; earlier ones no longer work.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        NotFound: if nobody here has this account.
    """
    with managing(means, seller) as session:
        who = account_of(session, seller, account)
        passwords.use_up_links(session, seller.organisation_id, account, means.clock())
        _mail_link(means, session, seller, who)


def _giving(
    role: str, means: Means, seller: Seller, proof: Proof, act: Callable[[Session], Result]
) -> Result:
    """Act as an owner; one who makes another proves again that it is they.

    Otherwise a screen left open is enough for an account that stays and may do everything.
    """
    seller.require_managing()
    if role == OWNER:
        return after_proof(
            means, seller, proof, act, first=lambda session: require_managing_now(session, seller)
        )
    with managing(means, seller) as session:
        return act(session)


def _require_role(role: str) -> None:
    if role not in ROLES:
        raise UnknownRole(role)


def _require_another_owner(session: Session, seller: Seller, account: str) -> None:
    if colleagues.owners(session, seller.organisation_id) == {account}:
        raise LastOwner


def _mail_link(means: Means, session: Session, seller: Seller, who: Account) -> None:
    notify.mail_password_link(
        means, session, who, who.id,
        kind=notify.INVITATION, lifetime=PASSWORD_LINK_LIFETIME, by=seller.name,
    )  # fmt: skip  # one call


def _as(role: str) -> str:
    return f"{'an' if role == OWNER else 'a'} {role}"
