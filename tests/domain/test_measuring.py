"""The value measured after go-live, with its source and its day."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act, Quorum
from portal.domain.refusals import ReasonMissing, ValueMissing
from tests.domain.people import PRIYA, TOMAS, Deal, Said, asks, entering, rule

MEASURED = entering(value="3.9", source="depot log", measured_on="2026-11-30")


def live() -> Deal:
    """Return a deal in which each outcome's owner measures."""
    m26 = rule(
        "M26",
        Act.MEASURE,
        who=(asks("outcome_owner", Quorum.every()),),
        values=("value", "source", "measured_on"),
    )
    deal = Deal((m26,))
    deal.revise("outcomes", "two", parts={PRIYA: "fewer calls", TOMAS: "fewer claims"})
    return deal


def test_it_closes_when_every_owner_has_measured() -> None:
    deal = live()
    deal.give(PRIYA, "M26", Act.MEASURE, Answer.MEASURED, MEASURED)
    assert deal.standing("M26") is Standing.WAITING_FOR_BUYER
    deal.give(TOMAS, "M26", Act.MEASURE, Answer.MEASURED, MEASURED)
    assert deal.standing("M26") is Standing.CLOSED


@pytest.mark.parametrize(
    "said", [Said(), entering(source="depot log"), entering(value="3.9", source="", measured_on="")]
)
def test_a_measure_without_all_that_is_asked_for_is_refused(said: Said) -> None:
    with pytest.raises(ValueMissing, match="every one"):
        live().give(PRIYA, "M26", Act.MEASURE, Answer.MEASURED, said)


def test_a_checkpoint_on_it_can_be_put_off_without_a_value_but_not_without_a_reason() -> None:
    deal = Deal((rule("M26", Act.MEASURE, go_no_go=True, who=(asks("champion"),)),))
    with pytest.raises(ReasonMissing):
        deal.give(PRIYA, "M26", Act.MEASURE, Answer.NOT_YET, Said(reason=""))
    deal.give(PRIYA, "M26", Act.MEASURE, Answer.NOT_YET)
    assert deal.standing("M26") is Standing.IN_DISCUSSION
