"""Codes: mailed at that moment, for one person, one answer and its exact words, used once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.actions import answer, withdraw
from portal.actions.answer import Submission
from portal.domain.acts import NO, Answer
from portal.domain.playbook.rules import Act
from portal.domain.refusals import NameDiffers, StaleRevision
from portal.domain.sharing import (
    MOST_CODES,
    CodeExpired,
    CodeMalformed,
    CodeMissing,
    CodeUsedUp,
    CodeWrong,
    TooManyCodes,
)
from tests.actions.people import INGRID, PRIYA, Deal


@pytest.fixture
def asked(deal: Deal) -> Deal:
    """Give a plan whose S1 asks Ingrid, and its S2 Priya, to attest something."""
    deal.own(Act.ATTEST, "economic_buyer")
    deal.own(Act.ATTEST, "champion")
    return deal


def passed(deal: Deal, code: str = "S1") -> Submission:
    return deal.form(code, Act.ATTEST, Answer.PASSED)


def wrong(sent: Submission) -> Submission:
    return replace(sent, code=f"{(int(sent.code) + 1) % 1_000_000:06d}")


def test_the_code_mailed_lets_the_answer_be_recorded(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    spaced = replace(sent, code=f" {sent.code[:3]} {sent.code[3:]} ")
    assert asked.send(INGRID, spaced).closed == ("S1",)


def test_without_a_code_nothing_is_put_ones_name_to(asked: Deal) -> None:
    bare = replace(passed(asked), name=INGRID.name)
    for code in ("", "123456"):
        with pytest.raises(CodeMissing):
            asked.send(INGRID, replace(bare, code=code))


def test_somebody_elses_code_is_none(asked: Deal) -> None:
    asked.with_code(INGRID, passed(asked))
    priya = replace(passed(asked, "S2"), name=PRIYA.name, code=asked.code_for(INGRID))
    with pytest.raises(CodeMissing):
        asked.send(PRIYA, priya)


def test_a_code_is_for_one_answer(asked: Deal) -> None:
    sent = asked.with_code(INGRID, asked.form("S1", Act.ATTEST, Answer.PASSED_WITH_CONDITIONS))
    with pytest.raises(CodeMissing):
        asked.send(INGRID, replace(sent, answer=Answer.PASSED))


def test_a_code_dies_when_the_document_changes(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    asked.write("S1", "Claims are paid twice, at most.")
    with pytest.raises(StaleRevision):
        asked.send(INGRID, sent)
    with pytest.raises(CodeMissing):
        asked.send(INGRID, replace(passed(asked), name=INGRID.name, code=sent.code))


def test_five_wrong_tries_are_counted_though_refused_and_kill_the_code(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    for left in (4, 3, 2):
        with pytest.raises(CodeWrong, match=f"{left} tries are left"):
            asked.send(INGRID, wrong(sent))
    with pytest.raises(CodeWrong, match="one try is left"):
        asked.send(INGRID, wrong(sent))
    for last in (wrong(sent), sent, sent):
        with pytest.raises(CodeUsedUp):
            asked.send(INGRID, last)
    assert asked.standing("S1") == "waiting_for_buyer"


def test_a_malformed_code_costs_no_try(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    for typed in ("12345", "1234567", "12345a", "١٢٣٤٥٦", "------") * 2:
        with pytest.raises(CodeMalformed):
            asked.send(INGRID, replace(sent, code=typed))
    assert asked.send(INGRID, sent).closed == ("S1",)


def test_another_fault_in_the_form_costs_no_try_and_leaves_the_code(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    for _ in range(5):
        with pytest.raises(NameDiffers):
            asked.send(INGRID, replace(wrong(sent), name="I. Solheim"))
    assert asked.send(INGRID, sent).closed == ("S1",)


def test_a_code_lives_ten_minutes(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    asked.clock.forward(minutes=10)
    with pytest.raises(CodeExpired):
        asked.send(INGRID, sent)
    asked.clock.forward(seconds=-1)
    assert asked.send(INGRID, sent).closed == ("S1",)


def test_a_code_is_used_once(asked: Deal) -> None:
    sent = asked.with_code(INGRID, passed(asked))
    asked.send(INGRID, sent)
    buyer, seen = asked.visit(INGRID), asked.page.plan.ledger_head
    withdraw.withdraw(asked.means, buyer, "S1", Act.ATTEST, seen)
    with pytest.raises(CodeMissing):
        asked.send(INGRID, replace(sent, seen=asked.page.plan.ledger_head))


def test_a_new_code_kills_the_one_before(asked: Deal) -> None:
    first = asked.with_code(INGRID, passed(asked))
    second = asked.with_code(INGRID, passed(asked))
    with pytest.raises(CodeWrong):
        asked.send(INGRID, first)
    assert asked.send(INGRID, second).closed == ("S1",)


def test_no_code_is_mailed_for_words_that_changed(asked: Deal) -> None:
    before = passed(asked)
    asked.write("S1", "Claims are paid twice, at most.")
    with pytest.raises(StaleRevision):
        answer.send_code(asked.means, asked.visit(INGRID), before)
    assert asked.letters("code") == []


def test_saying_no_takes_neither_name_nor_code(asked: Deal) -> None:
    tomorrow = asked.clock.now.date() + timedelta(days=1)
    for act in (Act.APPROVE, Act.SIGN, Act.DECIDE):
        for no in NO[act]:
            code = asked.own(act, "economic_buyer")
            sent = asked.form(code, act, no, reason="Too early.", until=tomorrow)
            assert asked.send(INGRID, sent).closed == ()
            assert asked.standing(code) == ("stopped" if no is Answer.STOP else "in_discussion")
    assert asked.letters("code") == []


def test_codes_come_to_an_end_within_an_hour_and_the_latest_still_works(asked: Deal) -> None:
    for _ in range(MOST_CODES):
        sent = asked.with_code(INGRID, passed(asked))
    with pytest.raises(TooManyCodes):
        asked.with_code(INGRID, passed(asked))
    assert asked.send(INGRID, sent).closed == ("S1",)
