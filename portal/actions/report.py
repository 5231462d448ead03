"""Reporting: a seller notes that the buyer said yes elsewhere; it waits, and closes nothing."""

from portal.actions.means import Means
from portal.actions.sellers import Seller, acting, done_before
from portal.domain.canonical import Content, commitment
from portal.domain.events import MilestoneReported
from portal.domain.refusals import ReasonMissing, ReasonTooLong
from portal.domain.words import LONGEST_TEXT
from portal.store import decisions
from portal.store.plans import NotFound


def report(means: Means, seller: Seller, plan: str, code: str, text: str, seen: str = "") -> None:
    """Note what the buyer is said to have agreed, for them to confirm (law 1).

    The same form twice, rendered at the head ``seen``, is one report.

    Raises:
        NotFound: if the plan has no such milestone.
        ReasonMissing, ReasonTooLong: if nothing, or far too much, is said.
    """
    words = text.strip()
    if not words:
        raise ReasonMissing
    if len(words) > LONGEST_TEXT:
        raise ReasonTooLong(LONGEST_TEXT)
    with acting(means, seller, plan) as work:
        if work.plan.milestone(code) is None:
            raise NotFound
        if done_before(work, seller, seen, "report", plan, code, words):
            return
        salt = means.draw()
        content: Content = {"reason": words}
        recorded = work.append(seller.by, MilestoneReported(code, commitment(salt, content)))
        decisions.add_report(
            work.session, work.plan, recorded.seq, code, seller.account_id, content, salt, work.now
        )
