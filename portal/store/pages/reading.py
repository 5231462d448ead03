"""How what the database gives becomes a page's values: a row that has not changed is read once.

Of a plan's rows one or two change between two pages, and reading a milestone's JSON costs more than
fetching it. Rows are frozen, so pages may share them.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import starmap
from typing import Any, Generic, TypeVar

from sqlalchemy import String, type_coerce

from portal.store.schema.types import Canonical, Money

Row = TypeVar("Row")
MOST_ROWS = 2048  # of a kind; a milestone takes about four kilobytes
MOST_CONTENTS = 256
LARGEST_CONTENT = 16 * 1024  # characters; a plan of a thousand tasks is not kept beside the pages
READERS: Mapping[type, Callable[[str], Any]] = {Canonical: json.loads, Money: Decimal}


class Rows(Generic[Row]):
    """Rows of one kind: ``columns`` to select, in the order of the fields of ``kind``.

    JSON and amounts are fetched as the text that is stored, for a row is known again by what was
    fetched, and equal amounts need not read the same (1.0 and 1.00). ``readers`` names fields that
    are read in a way of their own; ``most`` is how many rows are kept.
    """

    def __init__(
        self,
        kind: type[Row],
        columns: Iterable[Any],
        *,
        most: int = MOST_ROWS,
        readers: Mapping[str, Callable[[str], Any]] | None = None,
    ) -> None:
        given = tuple(columns)
        self.columns = tuple(
            type_coerce(one, String()) if type(one.type) in READERS else one for one in given
        )
        self._kind = kind
        self._readers = tuple(
            (place, (readers or {}).get(one.name) or READERS[type(one.type)])
            for place, one in enumerate(given)
            if type(one.type) in READERS
        )
        self._known: Callable[..., Row] = lru_cache(maxsize=most)(self._read)

    def of(self, found: Iterable[Any]) -> tuple[Row, ...]:
        """Return what was fetched as values."""
        return tuple(starmap(self._known, found))

    def _read(self, *row: Any) -> Row:
        values = list(row)
        for place, read in self._readers:
            if values[place] is not None:
                values[place] = read(values[place])
        return self._kind(*values)


def content(text: str) -> Any:
    """Return a document's content; what is short is kept, for a case is read by every page."""
    return _kept(text) if len(text) <= LARGEST_CONTENT else json.loads(text)


@lru_cache(maxsize=MOST_CONTENTS)
def _kept(text: str) -> Any:
    return json.loads(text)
