"""Plain classes of the domain, mapped to their tables; imported once for its effect."""

from sqlalchemy.orm import registry, relationship

from portal.domain.committee import Member
from portal.domain.document import Document, Revision
from portal.domain.plan import Milestone, Plan
from portal.store.schema import doors, log, outgoing, people, record  # noqa: F401  # they lay tables
from portal.store.schema.base import metadata
from portal.store.schema.plan import documents, members, milestones, plans, revisions

mapper = registry(metadata=metadata)


def map_domain() -> None:
    """Map every entity; the aggregate owns downwards, nothing is deleted by cascade."""
    mapper.map_imperatively(Milestone, milestones)
    mapper.map_imperatively(Member, members)
    mapper.map_imperatively(Revision, revisions)
    mapper.map_imperatively(
        Document,
        documents,
        properties={"revisions": relationship(Revision, order_by=revisions.c.number)},
    )
    mapper.map_imperatively(
        Plan,
        plans,
        properties={
            "milestones": relationship(
                Milestone, order_by=milestones.c.position, cascade="all, delete-orphan"
            ),
            "members": relationship(Member, order_by=members.c.position),
            "documents": relationship(Document, order_by=documents.c.id),
        },
    )


map_domain()
