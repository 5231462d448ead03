"""Outcomes: at most five, each measurable, owned and dated."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.outcomes import (
    LONGEST_WORDS,
    NoOutcome,
    Outcome,
    OutcomeIncomplete,
    OutcomeTooLong,
    TooManyOutcomes,
    from_content,
    to_content,
)
from tests.domain.people import PRIYA

LATE = Outcome(
    words="Fewer deliveries come late",
    measure="share of late deliveries",
    unit="%",
    baseline="37",
    target="20",
    by=date(2026, 12, 31),
    owner=PRIYA,
)


def test_outcomes_come_back_from_their_content_as_they_were() -> None:
    several = (LATE, replace(LATE, words="Fewer claims", unit=""))
    assert from_content(to_content(several)) == several


def test_spaces_and_line_breaks_in_excess_make_no_other_words() -> None:
    assert to_content([replace(LATE, words=" Fewer  deliveries\ncome late ")]) == to_content([LATE])


def test_without_an_outcome_there_is_nothing_to_agree_on() -> None:
    with pytest.raises(NoOutcome):
        to_content([])


def test_five_outcomes_are_taken_and_six_are_not() -> None:
    assert to_content([LATE] * 5)
    with pytest.raises(TooManyOutcomes):
        to_content([LATE] * 6)


@pytest.mark.parametrize(
    "incomplete",
    [
        replace(LATE, words=" "),
        replace(LATE, measure=""),
        replace(LATE, baseline=""),
        replace(LATE, target="\n"),
        replace(LATE, owner=""),
    ],
    ids=["words", "measure", "baseline", "target", "owner"],
)
def test_an_outcome_with_a_gap_is_refused_with_its_number_and_field(
    incomplete: Outcome, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(OutcomeIncomplete, match="Outcome 2 still needs") as refused:
        to_content([LATE, incomplete])
    assert refused.value.number == 2
    assert refused.value.field == request.node.callspec.id


def test_a_count_needs_no_unit() -> None:
    assert to_content([replace(LATE, unit="")])


def test_an_outcome_is_a_sentence() -> None:
    assert to_content([replace(LATE, words="x" * LONGEST_WORDS)])
    with pytest.raises(OutcomeTooLong) as refused:
        to_content([LATE, replace(LATE, measure="x" * (LONGEST_WORDS + 1))])
    assert (refused.value.number, refused.value.field) == (2, "measure")
