"""What a passkey is asked, and whether what it answers is to be believed; nothing is written here.

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

from portal.actions.means import Means
from portal.domain.passkeys import PasskeyNotKept, PasskeyNotTaken, PasskeyTooLate
from portal.store import passkeys
from portal.store.passkeys import Passkey
from portal.store.transaction import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asked: its seed, what binds it to the browser, and when."""

    seed: str
    bound_to: str
    at: datetime


def are_possible(base_url: str) -> bool:
    """Tell whether people reach this server by a name: browsers make no passkey for an address."""
    try:
        ipaddress.ip_address(host_of(base_url))
    except ValueError:
        return True
    return False


def question(means: Means, asked: Asked) -> str:
    """Return as JSON what a browser needs to use a passkey."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=host_of(means.base_url),
        challenge=challenge(means, asked),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def used(
    means: Means,
    session: Session,
    organisation: str,
    account: str,
    asked: Asked | None,
    credential: str,
) -> None:
    """Take an answer of one of an account's passkeys, once.

    Raises:
        PasskeyTooLate, PasskeyNotTaken: see each class.
    """
    if asked is None:
        raise PasskeyTooLate
    _, _, passkey = claimed(credential)
    kept = passkeys.locked(session, organisation, passkey)
    if kept is None or kept.account_id != account:
        raise PasskeyNotTaken
    count = _verified(means, asked, credential, kept)
    if kept.last_used_at is not None and asked.at <= kept.last_used_at:
        raise PasskeyTooLate
    passkeys.note_use(session, organisation, passkey, count, means.clock())


def verified_new(means: Means, asked: Asked, credential: str) -> dict[str, Any]:
    """Verify that a browser made a passkey; return what is kept of it.

    Raises:
        PasskeyNotKept: if it did not, for whatever reason.
    """
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge(means, asked),
            expected_rp_id=host_of(means.base_url),
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


def claimed(credential: str) -> tuple[str, str, str]:
    """Return the organisation, account and passkey that an answer says it is of.

    Raises:
        PasskeyNotTaken: if it says none of these.
    """
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


def challenge(means: Means, asked: Asked) -> bytes:
    """Return what a passkey is to sign."""
    return means.token("passkey", f"{asked.seed}\0{asked.bound_to}").encode()


def host_of(base_url: str) -> str:
    """Return the name that passkeys belong to."""
    return urlsplit(base_url).hostname or ""


def _verified(means: Means, asked: Asked, credential: str, kept: Passkey) -> int:
    """Verify an answer; return the passkey's new count of uses."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes

    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge(means, asked),
            expected_rp_id=host_of(means.base_url),
            expected_origin=means.base_url,
            credential_public_key=base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception as fault:  # whatever a forged answer breaks, it opens nothing
        raise PasskeyNotTaken from fault


def _id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
