"""Whether the database answers and has its tables, and what it raises when it does not."""

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.store.schema.plan import plans
from portal.store.transaction import Store, Whose

# It is away, locked, full or failing: what was asked may succeed later. A commit that ends so may
# have been kept or not, which only the same form sent again can tell.
OUT_OF_REACH = (OperationalError, InterfaceError, PoolTimeout)
PROBE = select(plans.c.id).limit(1)


def is_ready(store: Store) -> bool:
    """Tell whether a page could be read now."""
    try:
        with store.reading(Whose.NOBODYS) as connection:
            connection.execute(PROBE).first()
    except SQLAlchemyError:
        return False
    return True
