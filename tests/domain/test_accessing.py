"""Access: a person opens their own invitation and takes a first act."""

import pytest

from portal.domain.acts import Answer, steps_up
from portal.domain.closing import Standing
from portal.domain.events import LinkIssued, MemberIntroduced
from portal.domain.playbook.rules import Act
from portal.domain.refusals import AnswerNotOffered
from tests.domain.people import INGRID, SYSTEM, Deal, Said, rule


def invited() -> Deal:
    deal = Deal((rule("M03", Act.ACCESS),))
    deal.record(LinkIssued(INGRID, "link-1"), SYSTEM)
    return deal


def test_being_invited_and_named_by_the_seller_is_not_access() -> None:
    deal = invited()
    deal.record(MemberIntroduced(INGRID, "500000", "EUR", "c" * 64))
    assert deal.standing("M03") is Standing.WAITING_FOR_BUYER


def test_accepting_in_person_is() -> None:
    deal = invited()
    deal.give(INGRID, "M03", Act.ACCESS, Answer.ACCEPTED)
    assert deal.standing("M03") is Standing.CLOSED


def test_it_asks_for_neither_name_nor_code() -> None:
    assert not steps_up(Act.ACCESS, Answer.ACCEPTED)
    invited().give(INGRID, "M03", Act.ACCESS, Answer.ACCEPTED, Said(name=""))


def test_there_is_nothing_to_decline() -> None:
    with pytest.raises(AnswerNotOffered):
        invited().give(INGRID, "M03", Act.ACCESS, Answer.DECLINED)
