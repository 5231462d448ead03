"""Letters to the supplier's own people: invitations, one-time links, what changed about them."""

from collections.abc import Mapping
from typing import Any, Protocol

from portal.actions.means import Means, token_hash
from portal.store import outbox, passwords
from portal.store.transaction import Session

INVITATION, NEW_PASSWORD, ACCOUNT = "invitation", "new_password", "account"
RESET = "sign_in_reset"
PASSWORD_LINK = "password"  # noqa: S105  # what a token is for, not a token


class Addressee(Protocol):
    """Whoever a letter goes to: a seller who acts, or an account that was looked up."""

    @property
    def organisation_id(self) -> str: ...  # noqa: D102
    @property
    def email(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def organisation(self) -> str: ...  # noqa: D102


def tell(means: Means, session: Session, to: Addressee, what: str) -> None:
    """Mail somebody what changed about their account, in one sentence."""
    _order(means, session, to, ACCOUNT, {"what": what})


def mail_password_link(
    means: Means,
    session: Session,
    to: Addressee,
    account: str,
    *,
    kind: str,
    lifetime: Any,
    **payload: str,
) -> None:
    """Mail a one-time link that sets a password; the outbox holds its seed until then."""
    seed, now = means.draw(), means.clock()
    passwords.add_link(
        session,
        {
            "organisation_id": to.organisation_id,
            "token_hash": token_hash(means.token(PASSWORD_LINK, seed)),
            "account_id": account,
            "expires_at": now + lifetime,
        },
    )
    expires = {"expires": (now + lifetime).isoformat()}
    _order(means, session, to, kind, payload | expires, secret=seed)


def _order(
    means: Means,
    session: Session,
    to: Addressee,
    kind: str,
    payload: Mapping[str, Any],
    secret: str | None = None,
) -> None:
    outbox.put(
        session,
        organisation=to.organisation_id,
        letter=means.new_id(),
        plan=None,
        kind=kind,
        recipient=to.email,
        payload={"name": to.name, "organisation": to.organisation, **payload},
        now=means.clock(),
        secret=secret,
    )
