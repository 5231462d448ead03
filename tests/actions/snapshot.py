"""The whole database as values: to see that nothing changed, or that something is nowhere in it."""

import importlib
import pkgutil
from typing import Any

from sqlalchemy import select

import portal.store.schema
from portal.store.schema.base import metadata
from portal.store.transaction import Store

for _module in pkgutil.iter_modules(portal.store.schema.__path__, "portal.store.schema."):
    importlib.import_module(_module.name)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, by table, in an order of its own."""
    with store.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
        }


def written(store: Store) -> str:
    """Return every value of every column of every table as one text."""
    return "\n".join(repr(row) for rows in everything(store).values() for row in rows)
