"""Passkeys: made for one's own account after proving again who one is, and signed in by."""

from portal.actions import notify, passkey_checks
from portal.actions.asking_again import (
    Proof,
    after_proof,
    note_proved,
    require_a_second_step,
    require_there,
)
from portal.actions.means import Means
from portal.actions.passkey_checks import Asked, are_possible, question
from portal.actions.second_step import open_visit
from portal.actions.sellers import Seller
from portal.domain.passkeys import (
    LONGEST_NAME,
    MOST_PASSKEYS,
    NoPasskeysHere,
    PasskeyKnown,
    PasskeyNameMissing,
    PasskeyNotTaken,
    PasskeyTooLate,
    TooManyPasskeys,
)
from portal.domain.ways_in import Way
from portal.store import accounts, passkeys
from portal.store.passkeys import Passkey
from portal.store.plans import NotFound
from portal.store.transaction import Session

__all__ = [
    "Asked", "are_possible", "keep", "passkeys_of", "prepare", "question", "remove", "sign_in",
]  # fmt: skip  # a list


def passkeys_of(means: Means, seller: Seller) -> tuple[Passkey, ...]:
    """Return one's own passkeys, the oldest first."""
    with means.store.reading(seller.organisation_id) as connection:
        return passkeys.passkeys_of(connection, seller.organisation_id, seller.account_id)


def prepare(means: Means, seller: Seller, asked: Asked, name: str, proof: Proof) -> str:
    """Have it proved who this is; return as JSON what a browser needs to make a passkey.

    Raises:
        NoPasskeysHere, PasskeyNameMissing, TooManyPasskeys: see each class.
        The refusals of ``after_proof``.
    """
    if not are_possible(means.base_url):
        raise NoPasskeysHere
    _require_name(name)
    known = passkeys_of(means, seller)
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    after_proof(means, seller, proof, lambda _: None)
    import webauthn
    from webauthn.helpers import base64url_to_bytes, structs

    options = webauthn.generate_registration_options(
        rp_id=passkey_checks.host_of(means.base_url),
        rp_name="Mutual plan",
        user_id=f"{seller.organisation_id}.{seller.account_id}".encode(),
        user_name=seller.email,
        user_display_name=seller.name,
        challenge=passkey_checks.challenge(means, asked),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))
            for one in known
        ],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def keep(
    means: Means, seller: Seller, asked: Asked | None, name: str, credential: str, visit: str = ""
) -> None:
    """Keep a passkey that a browser made; a mail says so.

    The visit whose token has this hash has proved two factors with it.

    Raises:
        PasskeyTooLate, PasskeyNotKept, PasskeyKnown, PasskeyNameMissing: see each class.
        TooManyPasskeys, AccountEnded: see each class.
    """
    if asked is None:
        raise PasskeyTooLate
    called = _require_name(name)
    made = passkey_checks.verified_new(means, asked, credential)
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.writing(seller.organisation_id) as session:
        require_there(session, seller)
        if passkeys.locked(session, organisation, made["id"]):
            raise PasskeyKnown
        if len(passkeys.passkeys_of(session.connection(), organisation, account)) >= MOST_PASSKEYS:
            raise TooManyPasskeys
        kept = {"organisation_id": organisation, "account_id": account, "name": called}
        passkeys.add(session, made | kept | {"created_at": means.clock()})
        note_proved(means, session, seller, visit, by_passkey=True)
        notify.tell(means, session, seller, f"A passkey was added for signing in: {called}.")


def remove(means: Means, seller: Seller, passkey: str, proof: Proof) -> None:
    """Take one of one's own passkeys away; a mail says so.

    Raises:
        NotFound: if this account has no such passkey.
        LastSecondStep: if two factors are demanded, and this account has no other second step.
        The refusals of ``after_proof``.
    """

    def take_away(session: Session) -> None:
        name = passkeys.remove(session, seller.organisation_id, seller.account_id, passkey)
        if name is None:
            raise NotFound
        require_a_second_step(session, seller)
        notify.tell(means, session, seller, f"A passkey was taken away: {name}.")

    after_proof(means, seller, proof, take_away)


def sign_in(means: Means, asked: Asked | None, credential: str) -> tuple[str, str]:
    """Open a visit by a passkey; return the organisation's id and the visit's token.

    Raises:
        PasskeyTooLate, PasskeyNotTaken: see each class.
    """
    if asked is None:
        raise PasskeyTooLate
    organisation, account, _ = passkey_checks.claimed(credential)
    with means.store.writing(organisation) as session:
        who = accounts.by_id(session.connection(), organisation, account)
        if who is None:
            raise PasskeyNotTaken
        passkey_checks.used(means, session, organisation, account, asked, credential)
        return organisation, open_visit(means, session, who, Way.PASSKEY)


def _require_name(name: str) -> str:
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise PasskeyNameMissing
    return called
