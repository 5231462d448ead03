"""What follows from each answer, in one line, said before it is given."""

from portal.domain.acts import ALL_YES, WITH_CONDITIONS, Answer
from portal.domain.closing import Say, Standing
from portal.domain.playbook.rules import ClosingActsAre
from portal.store.pages.rows import MilestoneRow, PlanPage
from portal.web.showing.asks import still_needed
from portal.web.showing.counts import listed
from portal.web.wording import seat

TASKS = "Each condition becomes a task with its owner and its date."


def consequence(page: PlanPage, milestone: MilestoneRow, answer: Answer, member: str) -> str:
    """Return what follows when this member gives this answer."""
    supplier = page.plan.supplier
    if answer in ALL_YES:
        after = _after_yes(page, milestone, member)
        return f"{after} {TASKS}" if answer in WITH_CONDITIONS else after
    document = page.documents.get(milestone.document_id or "")
    new = f"revision {document.number + 1}" if document else "what you ask for"
    return {
        Answer.CHANGES_ASKED: f"The milestone stays open. {supplier} answers with {new}, and only"
        " the people whose part changes are asked again.",
        Answer.DECLINED: f"The milestone stays open, and {supplier} sees your reason.",
        Answer.FAILED: f"The milestone stays open, and {supplier} sees what did not pass.",
        Answer.NOT_YET: "The milestone stays open until the day you give. Nobody is asked why again"
        " before then.",
        Answer.STOP: "The plan stops at this milestone. Both sides see your reason; you can take it"
        " back.",
    }[answer]


def _after_yes(page: PlanPage, milestone: MilestoneRow, member: str) -> str:
    if milestone.standing == Standing.CLOSED:
        return "The milestone is closed already; your answer is added to its record."
    if milestone.empty_seats:
        held = seat(milestone.empty_seats[0])
        return (
            f"Your answer is recorded. The milestone closes once the seat “{held}” is filled too."
        )
    if milestone.standing == Standing.IN_DISCUSSION and _others_object(milestone, member):
        return "Your answer is recorded. The milestone stays open until the others agree."
    waits = [m.name for x in still_needed(milestone, but=member) if (m := page.member(x.member))]
    if waits:
        are = "is" if len(waits) == 1 else "are"
        return f"Your answer is recorded. {listed(waits)} {are} asked as well."
    if len(milestone.acts) > 1 and milestone.acts_are == ClosingActsAre.ALL:
        return "Your answer is recorded, and counts towards closing the milestone."
    return "The milestone closes."


def _others_object(milestone: MilestoneRow, member: str) -> bool:
    return any(x.say == Say.OBJECTED and x.member != member for x in milestone.lines)
