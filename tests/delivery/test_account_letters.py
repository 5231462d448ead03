"""Mails to the supplier's people: who did what, and one link where there is one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.delivery import account_letters, mail
from portal.delivery.letters import Order

GIVEN: dict[str, dict[str, Any]] = {
    "invitation": {"by": "Owen Hartley", "expires": "2026-11-30T09:00:00+00:00"},
    "new_password": {"expires": "2026-11-23T10:00:00+00:00"},
    "sign_in_reset": {"by": "Owen Hartley", "expires": "2026-11-30T09:00:00+00:00"},
    "account": {"what": "Your password was changed."},
}
LINK = "https://plans.northwind.example/desk/password/org.secret"


def text_of(kind: str, **changed: str) -> str:
    """Return the text of a mail of this kind to Sofia Brandt."""
    order = Order(
        kind=kind,
        payload={"name": "Sofia Brandt", "organisation": "Northwind Analytics", **GIVEN[kind]}
        | changed,
        recipient="sofia@northwind.example",
        message_id="<one@mutual-plan>",
        created_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
        base_url="https://plans.northwind.example",
        key="" if kind == "account" else LINK,
    )
    message = mail.compose(order, "Plans <plans@northwind.example>")
    part = message.get_body(("plain",))
    assert part is not None
    return f"{message['Subject']}\n{part.get_content()}"


def test_every_kind_is_written_here() -> None:
    assert set(GIVEN) == set(account_letters.KINDS)


@pytest.mark.parametrize("kind", ["invitation", "new_password", "sign_in_reset"])
def test_a_link_stands_once_and_says_until_when_it_works(kind: str) -> None:
    said = text_of(kind)
    assert said.count(LINK) == 1
    assert "Works until: " in said


def test_an_invitation_names_who_invites_and_to_what() -> None:
    assert text_of("invitation").startswith(
        "Set your password: Owen Hartley invites you to Northwind Analytics’s plans\n"
    )


def test_a_change_is_told_with_when_and_what_to_do_if_it_was_somebody_else() -> None:
    said = text_of("account")
    assert said.startswith("Your password was changed, 23 November 2026\n")
    assert "If it was not you: set a new password" in said


def test_a_name_with_line_breaks_writes_no_header_of_its_own() -> None:
    said = text_of("invitation", by="Owen\r\nBcc: somebody@elsewhere.example")
    assert "\nBcc:" not in said
