"""Passkeys: made for one's own account after its password, and signed in by without one.

A challenge is the HMAC of a seed that the page carries, signed with its time, and of what binds it
to the browser; so asking writes nothing. It is good for one use: what was asked before a passkey's
last use is refused. The device must verify its person, so a passkey is both steps at once.
"""

import hashlib
import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from portal.actions import notify
from portal.actions.asking_again import require_password, require_there
from portal.actions.means import Means
from portal.actions.second_step import open_visit
from portal.actions.sellers import Seller
from portal.domain.passkeys import (
    LONGEST_NAME,
    MOST_PASSKEYS,
    NoPasskeysHere,
    PasskeyKnown,
    PasskeyNameMissing,
    PasskeyNotKept,
    PasskeyNotTaken,
    PasskeyTooLate,
    TooManyPasskeys,
)
from portal.store import accounts, passkeys
from portal.store.passkeys import Passkey
from portal.store.plans import NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asked: its seed, what binds it to the browser, and when."""

    seed: str
    bound_to: str
    at: datetime


def are_possible(base_url: str) -> bool:
    """Tell whether people reach this server by a name: browsers make no passkey for an address."""
    try:
        ipaddress.ip_address(_host(base_url))
    except ValueError:
        return True
    return False


def passkeys_of(means: Means, seller: Seller) -> tuple[Passkey, ...]:
    """Return one's own passkeys, the oldest first."""
    with means.store.reading(seller.organisation_id) as connection:
        return passkeys.passkeys_of(connection, seller.organisation_id, seller.account_id)


def prepare(means: Means, seller: Seller, asked: Asked, name: str, password: str) -> str:
    """Ask the password; return as JSON what a browser needs to make a passkey.

    Raises:
        NoPasskeysHere, PasskeyNameMissing, TooManyPasskeys, WrongOldPassword: see each class.
    """
    if not are_possible(means.base_url):
        raise NoPasskeysHere
    _require_name(name)
    known = passkeys_of(means, seller)
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    require_password(means, seller, password)
    import webauthn
    from webauthn.helpers import base64url_to_bytes, structs

    options = webauthn.generate_registration_options(
        rp_id=_host(means.base_url),
        rp_name="Mutual plan",
        user_id=f"{seller.organisation_id}.{seller.account_id}".encode(),
        user_name=seller.email,
        user_display_name=seller.name,
        challenge=_challenge(means, asked),
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


def keep(means: Means, seller: Seller, asked: Asked | None, name: str, credential: str) -> None:
    """Keep a passkey that a browser made; a mail says so.

    Raises:
        PasskeyTooLate, PasskeyNotKept, PasskeyKnown, PasskeyNameMissing: see each class.
        TooManyPasskeys, AccountEnded: see each class.
    """
    if asked is None:
        raise PasskeyTooLate
    called = _require_name(name)
    made = _verified_new(means, asked, credential)
    organisation, account = seller.organisation_id, seller.account_id
    with means.store.writing(seller.organisation_id) as session:
        require_there(session, seller)
        if passkeys.locked(session, organisation, made["id"]):
            raise PasskeyKnown
        if len(passkeys.passkeys_of(session.connection(), organisation, account)) >= MOST_PASSKEYS:
            raise TooManyPasskeys
        kept = {"organisation_id": organisation, "account_id": account, "name": called}
        passkeys.add(session, made | kept | {"created_at": means.clock()})
        notify.tell(means, session, seller, f"A passkey was added for signing in: {called}.")


def remove(means: Means, seller: Seller, passkey: str) -> None:
    """Take one of one's own passkeys away; a mail says so.

    Raises:
        NotFound: if this account has no such passkey.
    """
    with means.store.writing(seller.organisation_id) as session:
        name = passkeys.remove(session, seller.organisation_id, seller.account_id, passkey)
        if name is None:
            raise NotFound
        notify.tell(means, session, seller, f"A passkey was taken away: {name}.")


def question(means: Means, asked: Asked) -> str:
    """Return as JSON what a browser needs to sign in by a passkey."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=_host(means.base_url),
        challenge=_challenge(means, asked),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def sign_in(means: Means, asked: Asked | None, credential: str) -> tuple[str, str]:
    """Open a visit by a passkey; return the organisation's id and the visit's token.

    Raises:
        PasskeyTooLate, PasskeyNotTaken: see each class.
    """
    if asked is None:
        raise PasskeyTooLate
    organisation, account, passkey = _claimed(credential)
    with means.store.writing(organisation) as session:
        kept = passkeys.locked(session, organisation, passkey)
        who = accounts.by_id(session.connection(), organisation, account)
        if kept is None or who is None or kept.account_id != account:
            raise PasskeyNotTaken
        count = _verified(means, asked, credential, kept)
        if kept.last_used_at is not None and asked.at <= kept.last_used_at:
            raise PasskeyTooLate
        passkeys.note_use(session, organisation, passkey, count, means.clock())
        return organisation, open_visit(means, session, who, "passkey")


def _verified_new(means: Means, asked: Asked, credential: str) -> dict[str, Any]:
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_challenge(means, asked),
            expected_rp_id=_host(means.base_url),
            expected_origin=means.base_url,
            require_user_verification=True,
        )
    except Exception as fault:  # whatever a forged answer breaks, it is no passkey
        raise PasskeyNotKept from fault
    return {
        "id": _id(made.credential_id),
        "credential": bytes_to_base64url(made.credential_id),
        "public_key": bytes_to_base64url(made.credential_public_key),
        "sign_count": made.sign_count,
    }


def _verified(means: Means, asked: Asked, credential: str, kept: Passkey) -> int:
    """Verify an answer; return the passkey's new count of uses."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes

    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=_challenge(means, asked),
            expected_rp_id=_host(means.base_url),
            expected_origin=means.base_url,
            credential_public_key=base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception as fault:  # whatever a forged answer breaks, it opens nothing
        raise PasskeyNotTaken from fault


def _claimed(credential: str) -> tuple[str, str, str]:
    """Return the organisation, account and passkey that an answer says it is of."""
    from webauthn.helpers import base64url_to_bytes

    try:
        said = json.loads(credential)
        handle = base64url_to_bytes(said["response"]["userHandle"]).decode()
        raw = base64url_to_bytes(said["rawId"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise PasskeyNotTaken from fault
    if "\0" in handle:  # no text has it, and PostgreSQL is never asked for it
        raise PasskeyNotTaken
    organisation, _, account = handle.partition(".")
    return organisation, account, _id(raw)


def _challenge(means: Means, asked: Asked) -> bytes:
    return means.token("passkey", f"{asked.seed}\0{asked.bound_to}").encode()


def _id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""


def _require_name(name: str) -> str:
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise PasskeyNameMissing
    return called
