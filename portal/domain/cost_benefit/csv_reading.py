"""Reading the rows of a case from CSV as a spreadsheet writes it."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from portal.domain.cost_benefit.case import Row
from portal.domain.cost_benefit.numbers import number_from_text
from portal.domain.cost_benefit.refusals import UnreadableCsv

WORDS = (KIND, NAME, SOURCE, OWNER) = ("kind", "name", "source", "owner")


def read_rows(text: str) -> tuple[Row, ...]:
    """Read a CSV file with the columns kind, name and one for each period, whatever it is called.

    Columns called source and owner, anywhere after the name, hold text. Cells are separated by
    commas; numbers are written with a point for decimals and no thousands separators; blank lines
    are passed over; a row's place counts the header as 1. The rest of a case (rate, timing,
    currency) is not in such a file. Raises UnreadableCsv, NotANumber and the refusals of ``Row``.
    """
    lines = _lines(text)
    _, header = next(lines, (1, []))
    columns = _headings(header)
    return tuple(_row(cells, columns, place) for place, cells in lines)


def _headings(header: list[str]) -> list[str]:
    columns = [cell.strip() for cell in header]
    columns = [word if (word := column.lower()) in WORDS else column for column in columns]
    if columns[:2] != [KIND, NAME]:
        raise UnreadableCsv(
            "The first line must be 'kind,name' and one column for each period, "
            "separated by commas."
        )
    for place, column in enumerate(columns, start=1):
        if not column:
            raise UnreadableCsv(f"Column {place} has no heading; name its period, or remove it.")
        if columns.index(column) < place - 1:
            raise UnreadableCsv(f"Two columns are called '{column}'; give each its own heading.")
    return columns


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for place, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                yield place, cells
    except csv.Error:
        raise UnreadableCsv(
            f"Line {reader.line_num} of the CSV file cannot be read; check its quotation marks."
        ) from None


def _row(cells: list[str], columns: list[str], place: int) -> Row:
    if len(cells) != len(columns):
        raise UnreadableCsv(
            f"Row {place} has {len(cells)} cells where the header has {len(columns)}; "
            "give one for each column, 0 for no money."
        )
    words = dict[str, str]()
    values = list[Decimal]()
    for column, cell in zip(columns, cells, strict=True):
        if column in WORDS:
            words[column] = " ".join(cell.split())
        else:
            values.append(number_from_text(cell, f"Row {place}, column '{column}',"))
    return Row(
        kind=words[KIND].lower(),
        name=words[NAME],
        values=tuple(values),
        source=words.get(SOURCE) or None,
        owner=words.get(OWNER) or None,
    )
