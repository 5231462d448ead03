"""One document with the plan around it: whole, or as much as judging one answer takes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from portal.store.pages import plan as whole
from portal.store.pages.plan import revisions_of
from portal.store.pages.rows import PlanPage, RevisionRow


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
    plan_rows = whole.PLAN_ROWS.of(connection.execute(whole.PLAN, key).all())
    if not plan_rows:
        return None
    revisions = revisions_of(connection, organisation, plan, document)
    page = PlanPage(
        plan=plan_rows[0],
        milestones=whole.MILESTONE_ROWS.of(connection.execute(whole.MILESTONES, key).all()),
        members=whole.MEMBER_ROWS.of(connection.execute(whole.MEMBERS, key).all()),
        documents={document: revisions[-1]} if revisions else {},
        decisions=whole.DECISION_ROWS.of(connection.execute(whole.DECISIONS, key).all()),
    )
    return DocumentPage(page, revisions)


def question_page(
    connection: Connection, organisation: str, plan: str, document: str, code: str
) -> DocumentPage | None:
    """Return one milestone with the current revision its answers bind to, in four statements.

    No other milestone, no earlier revision and no answer is in it: they only fill pages.
    """
    key = {"organisation": organisation, "plan": plan}
    plan_rows = whole.PLAN_ROWS.of(connection.execute(whole.PLAN, key))
    if not plan_rows:
        return None
    milestone = connection.execute(whole.MILESTONE, key | {"code": code})
    newest = connection.execute(whole.NEWEST, key | {"document": document})
    revisions = whole.REVISION_ROWS.of(newest)
    page = PlanPage(
        plan=plan_rows[0],
        milestones=whole.MILESTONE_ROWS.of(milestone),
        members=whole.MEMBER_ROWS.of(connection.execute(whole.MEMBERS, key)),
        documents={document: revisions[0]} if revisions else {},
        decisions=(),
    )
    return DocumentPage(page, revisions)
