"""What an owner demands of how colleagues sign in, and does for those who no longer can."""

from portal.actions import notify
from portal.actions.asking_again import Proof, after_proof, has_second_step
from portal.actions.means import Means
from portal.actions.sellers import Seller, account_of, managing, require_managing_now
from portal.actions.sign_in import PASSWORD_LINK_LIFETIME
from portal.domain.ways_in import ONE_FACTOR, SecondStepFirst
from portal.store import accounts, colleagues, desk_sessions, second_factors, sign_ons
from portal.store.transaction import Session


def demand_two_factors(means: Means, seller: Seller, proof: Proof, *, demanded: bool) -> None:
    """Demand two factors of everybody here, or no longer; visits begun with one end.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        SecondStepFirst: if they have no second step themselves.
        The refusals of ``after_proof``.
    """
    seller.require_managing()
    organisation = seller.organisation_id

    def demand(session: Session) -> None:
        if demanded:
            if not has_second_step(session, seller):
                raise SecondStepFirst
            desk_sessions.end_everybodys(
                session, organisation, means.clock(), but=proof.visit, came_by=ONE_FACTOR
            )
        accounts.require_two_factors(session, organisation, demanded=demanded)

    after_proof(
        means, seller, proof, demand, first=lambda session: require_managing_now(session, seller)
    )


def reset_sign_in(means: Means, seller: Seller, account: str) -> None:
    """Let a colleague who lost their second step begin anew, by a link to their mailbox.

    With the second step their password goes too: only the proof they enrolled with lets them in,
    so whoever holds the one or the other alone gains nothing.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        NotFound: if nobody here has this account.
    """
    with managing(means, seller) as session:
        who = account_of(session, seller, account)
        colleagues.forget_proofs(session, seller.organisation_id, account, means.clock())
        notify.mail_password_link(
            means, session, who, account,
            kind=notify.RESET, lifetime=PASSWORD_LINK_LIFETIME, by=seller.name,
        )  # fmt: skip  # one call


def unbind(means: Means, seller: Seller, account: str) -> None:
    """Let the next single sign-on with a colleague's address bind their account anew.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        NotFound: if nobody here has this account.
    """
    with managing(means, seller) as session:
        who = account_of(session, seller, account)
        if sign_ons.forget(session, seller.organisation_id, account):
            said = f"{seller.name} unbound your account from the single sign-on."
            notify.tell(means, session, who, said)


def end_visits_of(means: Means, seller: Seller, account: str) -> None:
    """End every visit of a colleague.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
        NotFound: if nobody here has this account.
    """
    with managing(means, seller) as session:
        account_of(session, seller, account)
        organisation, now = seller.organisation_id, means.clock()
        desk_sessions.end_visits(session, organisation, account, now)
        second_factors.end_steps(session, organisation, account)


def end_everybodys_visits(means: Means, seller: Seller, visit: str) -> None:
    """End every visit of everybody here but the one whose token has this hash.

    Raises:
        OwnersOnly, AccountEnded: if the seller does not manage accounts.
    """
    with managing(means, seller) as session:
        desk_sessions.end_everybodys(session, seller.organisation_id, means.clock(), but=visit)
