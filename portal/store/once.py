"""A row kept once: of two who keep the same at the same moment, one is told that it is there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_once(session: Session, table: Table, row: Mapping[str, Any]) -> bool:
    """Keep a row unless one with any of its unique keys is there; tell whether it was kept.

    PostgreSQL waits here for whoever is about to keep the same, and goes by what they do.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    inserting: Any = (sqlite if is_sqlite else postgresql).insert(table).values(**row)
    keeping = inserting.on_conflict_do_nothing().returning(*table.primary_key.columns)
    return session.execute(keeping).first() is not None
