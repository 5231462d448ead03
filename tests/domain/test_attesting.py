"""A gatekeeper's verdict: pass, pass with conditions, fail."""

from dataclasses import replace

import pytest

from portal.domain.acts import Answer, steps_up
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act
from portal.domain.refusals import ConditionsMissing, NameDiffers, ReasonMissing
from tests.domain.people import TOMAS, Deal, Said, asks, rule


def review() -> Deal:
    """Return a deal in which Tomás attests the security review."""
    who = (asks("security_privacy"),)
    deal = Deal((rule("M12", Act.ATTEST, who=who, document="statement:M12"),))
    deal.revise("statement:M12", "Personal data stays in the union.")
    return deal


@pytest.mark.parametrize("answer", [Answer.PASSED, Answer.PASSED_WITH_CONDITIONS])
def test_a_pass_closes_with_or_without_conditions(answer: Answer) -> None:
    deal = review()
    deal.give(TOMAS, "M12", Act.ATTEST, answer)
    assert deal.standing("M12") is Standing.CLOSED


def test_a_pass_with_conditions_names_them() -> None:
    with pytest.raises(ConditionsMissing):
        review().give(
            TOMAS,
            "M12",
            Act.ATTEST,
            Answer.PASSED_WITH_CONDITIONS,
            replace(Said(), conditions=()),
        )


def test_a_fail_leaves_it_open_and_in_discussion() -> None:
    deal = review()
    deal.give(TOMAS, "M12", Act.ATTEST, Answer.FAILED)
    assert deal.standing("M12") is Standing.IN_DISCUSSION


def test_a_fail_has_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        review().give(TOMAS, "M12", Act.ATTEST, Answer.FAILED, Said(reason=""))


@pytest.mark.parametrize("answer", [Answer.PASSED, Answer.FAILED])
def test_every_verdict_is_given_under_ones_name(answer: Answer) -> None:
    assert steps_up(Act.ATTEST, answer)
    with pytest.raises(NameDiffers):
        review().give(TOMAS, "M12", Act.ATTEST, answer, Said(name=""))


def test_silence_closes_nothing() -> None:
    deal = review()
    deal.report("M12")
    assert deal.standing("M12") is Standing.WAITING_FOR_BUYER


def test_a_fail_can_be_followed_by_a_pass() -> None:
    deal = review()
    deal.give(TOMAS, "M12", Act.ATTEST, Answer.FAILED)
    deal.give(TOMAS, "M12", Act.ATTEST, Answer.PASSED)
    assert deal.standing("M12") is Standing.CLOSED
