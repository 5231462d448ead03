"""A milestone of the supplier's own: beside the playbook's, closed by a buyer like any other."""

from datetime import date

from portal.actions.draft import TitleTooLong
from portal.actions.means import Means, Work
from portal.actions.sellers import Seller, acting, done_before
from portal.domain.committee import DERIVED_SEATS, SEATS, UnknownSeat
from portal.domain.document import document_for, values_for
from portal.domain.events import MilestoneAdded
from portal.domain.plan import CodeTaken, Milestone, stored
from portal.domain.playbook.rules import Act, Asked, ClosingActsAre, Quorum
from portal.domain.refusals import Refusal
from portal.store import plans


class MilestoneIncomplete(Refusal):
    """A milestone names what it is, whom it asks, and what is asked."""

    def __init__(self, missing: str, field: str) -> None:
        super().__init__(f"A milestone of your own needs {missing}.", field=field)


def add_milestone(
    means: Means,
    seller: Seller,
    plan: str,
    *,
    name: str,
    act: Act,
    seat: str,
    due_on: date,
    why: str,
    provides: str,
    seen: str = "",
) -> str:
    """Add a milestone of the supplier's own; a buyer's act closes it. Returns its code.

    The same form twice, rendered at the head ``seen``, adds one; then no code is returned.

    Raises:
        MilestoneIncomplete, TitleTooLong, UnknownSeat: see each class.
    """
    for value, what, where in (
        (name, "a name", "name"), (seat, "a seat that is asked", "seat"),
        (why, "a reason that matters to the buyer", "why"),
    ):  # fmt: skip  # a table
        if not value.strip():
            raise MilestoneIncomplete(what, where)
    if len(name) > plans.LONGEST_TITLE:
        raise TitleTooLong("name")
    if seat not in SEATS | DERIVED_SEATS:
        raise UnknownSeat(seat)
    with acting(means, seller, plan) as work:
        if due_on <= work.today:
            raise MilestoneIncomplete("a date after today", "due_on")
        said = (name, act.value, seat, due_on.isoformat(), why, provides)
        if done_before(work, seller, seen, "milestone", plan, *said):
            return ""
        milestone = _own(work, name, act, seat, due_on, why, provides)
        work.plan.milestones.append(milestone)
        work.append(seller.by, MilestoneAdded(milestone.rule()))
        return milestone.code


def _own(
    work: Work, name: str, act: Act, seat: str, due_on: date, why: str, provides: str
) -> Milestone:
    plan = work.plan
    number = 1 + sum(milestone.code.startswith("S") for milestone in plan.milestones)
    code = f"S{number}"
    if plan.milestone(code):
        raise CodeTaken(code)
    return Milestone(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        code=code,
        position=len(plan.milestones),
        name=" ".join(name.split()),
        phase=2,
        acts=[act.value],
        acts_are=ClosingActsAre.ALL.value,
        go_no_go=False,
        prerequisites=[],
        who=stored([Asked(seat, Quorum.one())]),
        document_id=document_for(code, [act]),
        asks=[list(pair) for pair in values_for(code, [act])],
        business_days=1,
        due_on=due_on,
        critical=False,
        why=why.strip(),
        buyer_action="",
        seller_provides=provides.strip(),
        origin="supplier",
    )
