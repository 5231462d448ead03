"""Whether the database answers and has its tables."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.store.schema.plan import plans
from portal.store.transaction import Store, Whose

PROBE = select(plans.c.id).limit(1)


def is_ready(store: Store) -> bool:
    """Tell whether a page could be read now."""
    try:
        with store.reading(Whose.NOBODYS) as connection:
            connection.execute(PROBE).first()
    except SQLAlchemyError:
        return False
    return True
