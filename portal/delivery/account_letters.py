"""The words of mails to the supplier's own people, about their accounts."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from portal.delivery.letter import Order, Words
from portal.delivery.plain import line, long_day

ROLES = {
    "owner": "owner: you read and write every plan, and manage accounts",
    "manager": "manager: you read and write every plan",
    "seller": "seller: you read and write every plan",
    "reader": "reader: you read every plan and change nothing",
}


def words(order: Order) -> Words:
    """Return the words of an order whose kind is one of ``KINDS``."""
    given = {name: line(value) for name, value in order.payload.items()}
    return KINDS[order.kind](order, given)


def _invitation(order: Order, given: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Set your password: {given['by']} invites you to {given['organisation']}’s plans",
        preview="One link, for one use, within seven days.",
        sender=given["organisation"],
        heading=f"{_first(given)}, set a password to come in",
        paragraphs=(
            f"{given['by']} made an account for you at the desk where {given['organisation']} lays"
            " out plans with its buyers.",
        ),
        button=("Set your password", order.key),
        note="Opening the link sets nothing; you choose a password on the page.",
        facts=(
            ("For", f"{order.recipient} alone; do not pass the link on"),
            ("Works until", _moment(given["expires"])),
        ),
        why=f"{given['by']} invited you.",
    )


def _new_password(order: Order, given: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Set a new password, {long_day(order.created_at.astimezone(UTC).date())}",
        preview="One link, for one use, within an hour.",
        sender=given["organisation"],
        heading=f"{_first(given)}, set a new password",
        paragraphs=(
            "Somebody asked for a new password for your account. Until you set one, nothing"
            " changes.",
        ),
        button=("Set a new password", order.key),
        note="Setting it ends every visit that is open on your account.",
        facts=(
            ("Works until", _moment(given["expires"])),
            ("If you did not ask for it", "do nothing; your password stays as it is"),
        ),
        why="somebody asked for a new password with your address.",
    )


def _sign_in_reset(order: Order, given: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Set up anew how you sign in, {long_day(order.created_at.astimezone(UTC).date())}",
        preview="One link, for one use, within seven days.",
        sender=given["organisation"],
        heading=f"{_first(given)}, set up anew how you sign in",
        paragraphs=(
            f"{given['by']} took your password, second step and passkeys away, so that you can"
            " begin anew: set a password by this link, then a second step.",
        ),
        button=("Set a password", order.key),
        note="Opening the link sets nothing. Every visit that was open on your account has ended.",
        facts=(
            ("For", f"{order.recipient} alone; do not pass the link on"),
            ("Works until", _moment(given["expires"])),
            ("If you did not ask for it", f"speak to {given['by']} before you use the link"),
        ),
        why=f"{given['by']} reset how you sign in.",
    )


def _account(order: Order, given: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"{given['what'].rstrip('.')}, {long_day(order.created_at.astimezone(UTC).date())}",
        preview="A change to your account at the desk.",
        sender=given["organisation"],
        heading=f"{_first(given)}, your account changed",
        paragraphs=(given["what"],),
        button=("Open the desk", f"{order.base_url}/desk/"),
        note="We write whenever something changes that decides who can come in as you.",
        facts=(
            ("When", _moment(order.created_at.isoformat())),
            ("If it was not you", "set a new password and tell an owner of your organisation"),
        ),
        why="you have, or had, an account there.",
    )


def _first(given: Mapping[str, Any]) -> str:
    name: str = given["name"]
    return name.split()[0] if name.split() else name


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{long_day(at.date())}, {at:%H:%M} UTC"


KINDS: Mapping[str, Callable[[Order, Mapping[str, Any]], Words]] = {
    "invitation": _invitation,
    "new_password": _new_password,
    "sign_in_reset": _sign_in_reset,
    "account": _account,
}
