"""One's own account: the visits that are open, another password, and a password that was lost."""

from datetime import timedelta

from portal.actions import notify, passwords
from portal.actions.asking_again import Proof, after_proof
from portal.actions.means import Means
from portal.actions.sellers import Seller
from portal.actions.sign_in import LONGEST_ADDRESS
from portal.store import accounts, desk_sessions, outbox, second_factors
from portal.store import passwords as kept_passwords
from portal.store.desk_sessions import Visit
from portal.store.transaction import Session, Whose

LOST_LINK_LIFETIME = timedelta(hours=1)
# Whoever asks again and again for somebody else must not fill their mailbox.
MOST_LIVING_LINKS = 3
LOST_PASSWORD = "lost_password"  # noqa: S105  # a kind of the outbox, not a password
# Whose it is when somebody asks from outside: no organisation has this id.
NOBODY = "nobody"


def visits(means: Means, seller: Seller) -> tuple[Visit, ...]:
    """Return where this person is signed in, the newest first."""
    with means.store.reading(seller.organisation_id) as connection:
        return desk_sessions.visits_of(
            connection, seller.organisation_id, seller.account_id, means.clock()
        )


def end_visit(means: Means, seller: Seller, name: str, proof: Proof) -> None:
    """End one visit of one's own, or without a name every other; one ended already is no harm.

    Raises:
        The refusals of ``after_proof``, which is asked for one factor.
    """
    organisation, account, now = seller.organisation_id, seller.account_id, means.clock()

    def end(session: Session) -> None:
        if not name:
            desk_sessions.end_visits(session, organisation, account, now, proof.visit)
        for visit in desk_sessions.visits_of(session.connection(), organisation, account, now):
            if visit.name == name:
                desk_sessions.end_session(session, organisation, visit.token_hash, now)

    after_proof(means, seller, proof, end, both=False)


def change_password(means: Means, seller: Seller, new: str, proof: Proof) -> None:
    """Change one's password; every other visit ends, and a mail says so.

    Raises:
        The refusals of ``passwords.judge`` and of ``after_proof``.
    """
    passwords.judge(new, seller.name, seller.email, seller.organisation)
    hashed = passwords.hashed(new)

    def change(session: Session) -> None:
        organisation, account, now = seller.organisation_id, seller.account_id, means.clock()
        kept_passwords.keep_hash(session, organisation, account, hashed)
        kept_passwords.use_up_links(session, organisation, account, now)
        desk_sessions.end_visits(session, organisation, account, now, proof.visit)
        second_factors.end_steps(session, organisation, account)
        notify.tell(means, session, seller, "Your password was changed.")

    after_proof(means, seller, proof, change)


def ask_for_link(means: Means, email: str) -> None:
    """Write down that somebody lost their password; the worker looks whether they have an account.

    So it takes the same one statement whatever is typed, and nobody learns from the time it takes
    which addresses have an account.
    """
    with means.store.writing(NOBODY) as session:
        outbox.put(
            session, organisation=NOBODY, letter=means.new_id(), plan=None, kind=LOST_PASSWORD,
            recipient="", payload={"email": email.strip()[:LONGEST_ADDRESS]}, now=means.clock(),
        )  # fmt: skip  # one call


def mail_link(means: Means, email: str) -> None:
    """Mail a one-time link to whoever lost their password; for anybody else do nothing."""
    with means.store.writing(Whose.NOBODYS) as session:
        found = accounts.by_email(session.connection(), email)
        if found is None:
            return
        who, now = found[0], means.clock()
        living = kept_passwords.living_links(session, who.organisation_id, who.id, now)
        if living < MOST_LIVING_LINKS:
            notify.mail_password_link(
                means, session, who, who.id, kind=notify.NEW_PASSWORD, lifetime=LOST_LINK_LIFETIME
            )
