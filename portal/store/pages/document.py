"""One document with the plan around it: whole, or as much as judging one answer takes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from portal.store.pages import plan as whole
from portal.store.pages.plan import revisions_of
from portal.store.pages.rows import DecisionRow, MemberRow, PlanPage, PlanRow, RevisionRow


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A plan with one document's revisions, the first first; there may be none.

    ``plan.documents`` holds the current revision of this document alone.
    """

    plan: PlanPage
    revisions: tuple[RevisionRow, ...]

    @property
    def current(self) -> RevisionRow | None:
        """The revision that can be answered now."""
        return self.revisions[-1] if self.revisions else None


def document_page(
    connection: Connection, organisation: str, plan: str, document: str
) -> DocumentPage | None:
    """Return a document of one plan with what surrounds it, or None if there is no such plan."""
    key = {"organisation": organisation, "plan": plan}
    row: Any = connection.execute(whole.PLAN, key).first()
    if row is None:
        return None
    revisions = revisions_of(connection, organisation, plan, document)
    page = PlanPage(
        plan=PlanRow(*row),
        milestones=tuple(whole._milestone(r) for r in connection.execute(whole.MILESTONES, key)),
        members=tuple(MemberRow(*each) for each in connection.execute(whole.MEMBERS, key)),
        documents={document: revisions[-1]} if revisions else {},
        decisions=tuple(DecisionRow(*each) for each in connection.execute(whole.DECISIONS, key)),
    )
    return DocumentPage(page, revisions)


def question_page(
    connection: Connection, organisation: str, plan: str, document: str, code: str
) -> DocumentPage | None:
    """Return one milestone with the current revision its answers bind to, in four statements.

    No other milestone, no earlier revision and no answer is in it: they only fill pages.
    """
    key = {"organisation": organisation, "plan": plan}
    row: Any = connection.execute(whole.PLAN, key).first()
    if row is None:
        return None
    found = connection.execute(whole.MILESTONE, key | {"code": code})
    newest = connection.execute(whole.NEWEST, key | {"document": document})
    revisions = tuple(RevisionRow(*each) for each in newest)
    page = PlanPage(
        plan=PlanRow(*row),
        milestones=tuple(whole._milestone(each) for each in found),
        members=tuple(MemberRow(*each) for each in connection.execute(whole.MEMBERS, key)),
        documents={document: revisions[0]} if revisions else {},
        decisions=(),
    )
    return DocumentPage(page, revisions)
