"""Rows read from CSV."""

from decimal import Decimal
from pathlib import Path

import pytest

from portal.domain.cost_benefit.case import COST, Row
from portal.domain.cost_benefit.csv_reading import read_rows
from portal.domain.cost_benefit.reading import read_case
from portal.domain.cost_benefit.refusals import NotANumber, UnknownKind, UnreadableCsv
from portal.domain.refusals import Refusal

DATA = Path(__file__).parents[1] / "data" / "costbenefit"
HEADER = "kind,name,initial,year 1\n"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_each_collected_case_has_the_same_rows_in_both_forms(path: Path) -> None:
    in_json = path.with_suffix(".json").read_text(encoding="utf-8")
    assert read_rows(path.read_text(encoding="utf-8")) == read_case(in_json).rows


def test_source_and_owner_are_columns_of_their_own() -> None:
    text = 'Kind,Name,0,Owner,1,Source\ncost,Licence,1.50,Priya Raman,-2,"Offer, page 3"\n'
    values = (Decimal("1.5"), Decimal(-2))
    assert read_rows(text) == (Row(COST, "Licence", values, "Offer, page 3", "Priya Raman"),)


def test_blanks_around_cells_and_blank_lines_do_not_matter() -> None:
    (row,) = read_rows(f"\r\n{HEADER}\r\n cost , Licence , 1 , 2 \r\n,,,\r\n")
    assert (row.name, row.values) == ("Licence", (Decimal(1), Decimal(2)))


MALFORMED = [
    ("", UnreadableCsv, "must be 'kind,name'"),
    ("kind;name;0\ncost;Licence;1\n", UnreadableCsv, "separated by commas"),
    ("name,kind,0\n", UnreadableCsv, "must be 'kind,name'"),
    ("kind,name,0,\n", UnreadableCsv, "Column 4 has no heading"),
    ("kind,name,year,year\n", UnreadableCsv, "Two columns are called 'year'"),
    (f"{HEADER}cost,Licence,1\n", UnreadableCsv, "Row 2 has 3 cells where the header has 4"),
    (f"{HEADER}cost,Licence,1,2,3\n", UnreadableCsv, "Row 2 has 5 cells"),
    (f'{HEADER}cost,"Licence,1,2\n', UnreadableCsv, "quotation marks"),
    (f"{HEADER}cost,Licence,1,\n", NotANumber, "Row 2, column 'year 1', is blank"),
    (f"{HEADER}\ncost,Licence,1,x\n", NotANumber, "Row 3, column 'year 1', is 'x'"),
    (f'{HEADER}cost,Licence,"1,000",2\n', NotANumber, "without thousands separators"),
    (f"{HEADER}cost,Licence,1_000,2\n", NotANumber, "'1_000'"),
    (f"{HEADER}cost,Licence,nan,2\n", NotANumber, "'nan'"),
    (f"{HEADER}cost,Licence,١,2\n", NotANumber, "column 'initial'"),
    (f"{HEADER}income,Licence,1,2\n", UnknownKind, "'income'"),
]


@pytest.mark.parametrize(("text", "refusal", "words"), MALFORMED)
def test_a_file_that_holds_no_rows_is_refused_with_its_row_and_column(
    text: str, refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal) as caught:
        read_rows(text)
    assert words in caught.value.sentence
