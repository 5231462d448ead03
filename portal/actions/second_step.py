"""The second step of signing in: after the right password, a code; then the visit is opened."""

from portal.actions import authenticator, notify
from portal.actions.means import Means, token_hash
from portal.domain.refusals import Refusal
from portal.domain.second_factor import STEP_LIFETIME, RecoveryCodeWrong, SecondStepOver
from portal.domain.sharing import DESK_LIFETIME
from portal.store import accounts, desk_sessions, second_factors
from portal.store.accounts import Account
from portal.store.second_factors import SecondFactor
from portal.store.transaction import Session


def open_visit(means: Means, session: Session, who: Account, came_by: str) -> str:
    """Open a visit for somebody who has proved who they are; return its token."""
    now, secret = means.clock(), means.draw()
    desk_sessions.add_session(
        session,
        {"organisation_id": who.organisation_id, "token_hash": token_hash(secret),
         "account_id": who.id, "created_at": now, "expires_at": now + DESK_LIFETIME,
         "came_by": came_by},
    )  # fmt: skip  # one row
    return secret


def after_password(means: Means, session: Session, who: Account) -> str:
    """Return the token of a visit, or of a sign-in that awaits a code where one is set up."""
    kept = second_factors.find(session.connection(), who.organisation_id, who.id)
    if kept is None or kept.confirmed_at is None:
        return open_visit(means, session, who, "password")
    secret, expires = means.draw(), means.clock() + STEP_LIFETIME
    second_factors.await_step(session, who.organisation_id, who.id, token_hash(secret), expires)
    return secret


def is_awaited(means: Means, organisation: str, token: str) -> bool:
    """Tell whether a code is awaited from whoever holds this token."""
    with means.store.reading(organisation) as connection:
        found = second_factors.awaited(connection, organisation, token_hash(token), means.clock())
    return found is not None


def enter_code(means: Means, organisation: str, token: str, typed: str) -> str:
    """Open the visit by a code of the authenticator; return its token, which is another.

    Raises:
        SecondStepOver, and the refusals of ``authenticator.attempt``.
    """
    with means.store.writing(organisation) as session:
        who, kept = _waiting(means, session, organisation, token)
        problem: Refusal | None = authenticator.attempt(
            means, session, organisation, who.id, kept, typed
        )
        opened = "" if problem else _open(means, session, who, token, "password and code")
    if problem:
        raise problem
    return opened


def enter_recovery_code(means: Means, organisation: str, token: str, typed: str) -> str:
    """Open the visit by a recovery code, which is used up; a mail says so.

    Raises:
        SecondStepOver, RecoveryCodeWrong: see each class.
    """
    hashed = authenticator.recovery_hash(typed)
    with means.store.writing(organisation) as session:
        who, _ = _waiting(means, session, organisation, token)
        if not second_factors.use_code(session, organisation, who.id, hashed, means.clock()):
            raise RecoveryCodeWrong
        left = second_factors.unused_codes(session.connection(), organisation, who.id)
        notify.tell(means, session, who, f"A recovery code was used to sign in; {left} are left.")
        return _open(means, session, who, token, "password and recovery code")


def _waiting(
    means: Means, session: Session, organisation: str, token: str
) -> tuple[Account, SecondFactor]:
    connection, now = session.connection(), means.clock()
    account = second_factors.awaited(connection, organisation, token_hash(token), now)
    who = accounts.by_id(connection, organisation, account) if account else None
    kept = second_factors.locked(session, organisation, who.id) if who else None
    if who is None or kept is None:
        raise SecondStepOver
    return who, kept


def _open(means: Means, session: Session, who: Account, token: str, came_by: str) -> str:
    if not second_factors.use_step(session, who.organisation_id, token_hash(token), means.clock()):
        raise SecondStepOver
    return open_visit(means, session, who, came_by)
