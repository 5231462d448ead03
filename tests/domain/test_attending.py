"""Confirming a call's recap: who came, what was agreed."""

import pytest

from portal.domain.acts import Answer
from portal.domain.closing import Standing
from portal.domain.playbook.rules import Act
from portal.domain.refusals import NothingToAnswer
from tests.domain.people import INGRID, Deal, rule

M14 = rule("M14", Act.ATTEND, document="statement:M14")


def called() -> Deal:
    deal = Deal((M14,))
    deal.revise("statement:M14", "Ingrid Solheim and Owen Hartley agreed on two pilots.")
    return deal


def test_a_confirmed_recap_closes() -> None:
    deal = called()
    deal.give(INGRID, "M14", Act.ATTEND, Answer.ATTENDED)
    assert deal.standing("M14") is Standing.CLOSED


@pytest.mark.parametrize("answer", [Answer.CHANGES_ASKED, Answer.DECLINED])
def test_a_recap_somebody_disputes_stays_open(answer: Answer) -> None:
    deal = called()
    deal.give(INGRID, "M14", Act.ATTEND, answer)
    assert deal.standing("M14") is Standing.IN_DISCUSSION


def test_without_a_recap_there_is_nothing_to_confirm() -> None:
    with pytest.raises(NothingToAnswer):
        Deal((M14,)).give(INGRID, "M14", Act.ATTEND, Answer.ATTENDED)
