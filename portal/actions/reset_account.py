"""An operator's help for somebody whom no owner can help: all they signed in by is taken away."""

from portal.actions import notify
from portal.actions.means import Means, token_hash
from portal.actions.sign_in import PASSWORD_LINK_LIFETIME
from portal.domain.refusals import Refusal
from portal.store import accounts, colleagues, passwords, sign_ons
from portal.store.transaction import Whose


class NoSuchAccount(Refusal):
    """Only an account that is there can be reset."""

    def __init__(self, email: str) -> None:
        super().__init__(f"No account has the address {email}.")


def reset(means: Means, email: str) -> str:
    """Take password, second step, passkeys, binding and visits away; return a one-time address.

    Whoever gets it sets a password by it. The account's own mailbox is told.

    Raises:
        NoSuchAccount: see the class.
    """
    now, secret = means.clock(), means.draw()
    with means.store.writing(Whose.NOBODYS) as session:
        found = accounts.by_email(session.connection(), email)
        if found is None:
            raise NoSuchAccount(email.strip())
        who = found[0]
        colleagues.forget_proofs(session, who.organisation_id, who.id, now)
        sign_ons.forget(session, who.organisation_id, who.id)
        passwords.add_link(
            session,
            {"organisation_id": who.organisation_id, "token_hash": token_hash(secret),
             "account_id": who.id, "expires_at": now + PASSWORD_LINK_LIFETIME},
        )  # fmt: skip  # one row
        said = "Whoever runs this server took away all that you signed in by, to set it up anew."
        notify.tell(means, session, who, said)
    return f"{means.base_url}/desk/password/{who.organisation_id}.{secret}"
