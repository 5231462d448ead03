"""One's own account: the visits that are open, another password, and a password that was lost."""

from datetime import timedelta

from portal.actions import asking_again, notify, passwords
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.store import accounts, desk_sessions, second_factors
from portal.store import passwords as kept_passwords
from portal.store.desk_sessions import Visit
from portal.store.transaction import Whose

LOST_LINK_LIFETIME = timedelta(hours=1)
# Whoever asks again and again for somebody else must not fill their mailbox.
MOST_LIVING_LINKS = 3


def visits(means: Means, seller: Seller) -> tuple[Visit, ...]:
    """Return where this person is signed in, the newest first."""
    with means.store.reading(seller.organisation_id) as connection:
        return desk_sessions.visits_of(
            connection, seller.organisation_id, seller.account_id, means.clock()
        )


def end_visit(means: Means, seller: Seller, name: str) -> None:
    """End one visit of one's own; one that has ended already is no harm."""
    now = means.clock()
    with means.store.writing(seller.organisation_id) as session:
        for visit in desk_sessions.visits_of(
            session.connection(), seller.organisation_id, seller.account_id, now
        ):
            if visit.name == name:
                desk_sessions.end_session(session, seller.organisation_id, visit.token_hash, now)


def end_other_visits(means: Means, seller: Seller, token: str) -> None:
    """End every visit of one's own but this one."""
    with means.store.writing(seller.organisation_id) as session:
        desk_sessions.end_visits(
            session, seller.organisation_id, seller.account_id, means.clock(), token_hash(token)
        )


def change_password(means: Means, seller: Seller, token: str, old: str, new: str) -> None:
    """Change one's password; every other visit ends, and a mail says so.

    Raises:
        WrongOldPassword, and the refusals of ``passwords.judge``.
    """
    kept = asking_again.require_password(means, seller, old)
    passwords.judge(new, seller.name, seller.email, seller.organisation)
    hashed = passwords.hashed(new)
    with means.store.writing(seller.organisation_id) as session:
        asking_again.require_unchanged(session, seller, kept)
        organisation, account, now = seller.organisation_id, seller.account_id, means.clock()
        kept_passwords.keep_hash(session, organisation, account, hashed)
        kept_passwords.use_up_links(session, organisation, account, now)
        desk_sessions.end_visits(session, organisation, account, now, token_hash(token))
        second_factors.end_steps(session, organisation, account)
        notify.tell(means, session, seller, "Your password was changed.")


def ask_for_link(means: Means, email: str) -> None:
    """Mail a one-time link to whoever lost their password; for anybody else do and say nothing."""
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
