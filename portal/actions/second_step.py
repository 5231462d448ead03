"""The second step of signing in: after the first one, a code; then the visit is opened."""

from portal.actions import authenticator, notify
from portal.actions.means import Means, token_hash
from portal.domain.refusals import Refusal
from portal.domain.second_factor import STEP_LIFETIME, RecoveryCodeWrong, SecondStepOver
from portal.domain.sharing import DESK_LIFETIME
from portal.domain.ways_in import WITH_CODE, WITH_RECOVERY_CODE, Way, is_two_factors, way
from portal.store import accounts, desk_sessions, second_factors
from portal.store.accounts import Account
from portal.store.second_factors import SecondFactor
from portal.store.transaction import Session


def open_visit(means: Means, session: Session, who: Account, came_by: Way) -> str:
    """Open a visit for somebody who has proved who they are; return its token."""
    now, secret = means.clock(), means.draw()
    desk_sessions.add_session(
        session,
        {"organisation_id": who.organisation_id, "token_hash": token_hash(secret),
         "account_id": who.id, "created_at": now, "expires_at": now + DESK_LIFETIME,
         "came_by": came_by},
    )  # fmt: skip  # one row
    return secret


def after_first_step(means: Means, session: Session, who: Account, came_by: Way) -> str:
    """Return the token of a visit, or of a sign-in that awaits a code where one is set up.

    Whoever comes by single sign-on is asked for theirs only where two factors are demanded. Where
    they are and none is set up, the visit that is opened reaches nothing but what sets one up.
    """
    kept = second_factors.find(session.connection(), who.organisation_id, who.id)
    is_asked = came_by is Way.PASSWORD or who.requires_two_factors
    if is_two_factors(came_by) or not is_asked or kept is None or kept.confirmed_at is None:
        return open_visit(means, session, who, came_by)
    secret, expires = means.draw(), means.clock() + STEP_LIFETIME
    second_factors.await_step(
        session, who.organisation_id, who.id, token_hash(secret), expires, came_by
    )
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
        who, kept, began = _waiting(means, session, organisation, token)
        problem: Refusal | None = authenticator.attempt(
            means, session, organisation, who.id, kept, typed
        )
        opened = "" if problem else _open(means, session, who, token, WITH_CODE[began])
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
        who, _, began = _waiting(means, session, organisation, token)
        if not second_factors.use_code(session, organisation, who.id, hashed, means.clock()):
            raise RecoveryCodeWrong
        left = second_factors.unused_codes(session.connection(), organisation, who.id)
        notify.tell(means, session, who, f"A recovery code was used to sign in; {left} are left.")
        return _open(means, session, who, token, WITH_RECOVERY_CODE[began])


def _waiting(
    means: Means, session: Session, organisation: str, token: str
) -> tuple[Account, SecondFactor, Way]:
    connection, now = session.connection(), means.clock()
    found = second_factors.awaited(connection, organisation, token_hash(token), now)
    who = accounts.by_id(connection, organisation, found[0]) if found else None
    kept = second_factors.locked(session, organisation, who.id) if who else None
    if found is None or who is None or kept is None:
        raise SecondStepOver
    return who, kept, way(found[1])


def _open(means: Means, session: Session, who: Account, token: str, came_by: Way) -> str:
    if not second_factors.use_step(session, who.organisation_id, token_hash(token), means.clock()):
        raise SecondStepOver
    return open_visit(means, session, who, came_by)
