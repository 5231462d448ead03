"""Confirming a statement, and every guard that an answer passes on its way."""

from datetime import date

import pytest

from portal.domain.acts import Answer
from portal.domain.canonical import commitment, fingerprint
from portal.domain.closing import Standing
from portal.domain.decision import question
from portal.domain.playbook.rules import Act
from portal.domain.refusals import (
    AlreadyAnswered,
    AnswerNotOffered,
    NoSuchMilestone,
    NotAsked,
    NothingToAnswer,
    NotNeeded,
    NotOpen,
    NotShared,
    ReasonMissing,
    ReasonTooLong,
    StaleRevision,
)
from portal.domain.words import LONGEST_TEXT
from tests.domain.people import INGRID, PRIYA, SALT, STRANGER, TOMAS, Deal, Said, asks, rule, says

M05 = rule("M05", Act.CONFIRM, document="statement:M05")
TOO_LONG = "x" * (LONGEST_TEXT + 1)
LATER = rule("M08", Act.CONFIRM, after=("M05", "M06"))


def deal() -> Deal:
    begun = Deal((M05, LATER, rule("M06", Act.CONFIRM)))
    begun.revise("statement:M05", "Deliveries are planned a day ahead.")
    return begun


def test_confirming_closes_and_keeps_hash_revision_and_words() -> None:
    asked = deal()
    asked.revise("statement:M05", "Deliveries are planned two days ahead.")
    said = asked.decide(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED, Said())
    assert said.hash == fingerprint("Deliveries are planned two days ahead.")
    assert (said.document, said.revision) == ("statement:M05", 2)
    words = Said().words(INGRID, Answer.CONFIRMED)
    assert said.said == commitment(SALT, words.content())
    asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)
    assert asked.standing("M05") is Standing.CLOSED


def test_without_a_document_the_answer_binds_to_the_question_itself() -> None:
    asked = deal()
    said = asked.decide(INGRID, "M06", Act.CONFIRM, Answer.CONFIRMED, Said())
    assert said.hash == fingerprint(question(asked.history.rules["M06"]))
    assert (said.document, said.revision) == (None, None)


def test_confirming_needs_neither_a_typed_name_nor_a_reason() -> None:
    asked = deal()
    asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED, Said(name="", reason=""))
    assert asked.standing("M05") is Standing.CLOSED


@pytest.mark.parametrize("answer", [Answer.CHANGES_ASKED, Answer.DECLINED])
def test_a_no_leaves_it_open_and_can_be_followed_by_a_yes(answer: Answer) -> None:
    asked = deal()
    asked.give(INGRID, "M05", Act.CONFIRM, answer)
    assert says(asked.state("M05")) == {INGRID: "objected"}
    asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)
    assert asked.standing("M05") is Standing.CLOSED


@pytest.mark.parametrize("answer", [Answer.CHANGES_ASKED, Answer.DECLINED])
def test_a_no_without_a_reason_is_refused(answer: Answer) -> None:
    with pytest.raises(ReasonMissing):
        deal().give(INGRID, "M05", Act.CONFIRM, answer, Said(reason=" \n"))


@pytest.mark.parametrize(
    ("field", "said"), [("reason", Said(reason=TOO_LONG)), ("note", Said(note=TOO_LONG))]
)
def test_words_too_long_to_read_are_refused_beside_their_own_field(field: str, said: Said) -> None:
    with pytest.raises(ReasonTooLong) as refused:
        deal().give(INGRID, "M05", Act.CONFIRM, Answer.DECLINED, said)
    assert refused.value.field == field


def test_words_of_the_longest_length_are_taken() -> None:
    deal().give(INGRID, "M05", Act.CONFIRM, Answer.DECLINED, Said(reason="x" * LONGEST_TEXT))


def test_a_yes_to_words_that_changed_meanwhile_is_refused_with_both_hashes() -> None:
    asked = deal()
    shown = asked.history.documents["statement:M05"].hash
    current = asked.revise("statement:M05", "Deliveries are planned two days ahead.").hash
    with pytest.raises(StaleRevision) as refused:
        asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED, Said(shown=shown))
    assert (refused.value.shown, refused.value.current) == (shown, current)
    assert asked.standing("M05") is Standing.WAITING_FOR_BUYER


def test_a_second_yes_to_the_same_words_is_refused() -> None:
    asked = deal()
    asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)
    with pytest.raises(AlreadyAnswered):
        asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)


def test_a_no_after_a_standing_yes_is_refused_too() -> None:
    asked = deal()
    asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)
    with pytest.raises(AlreadyAnswered):
        asked.give(INGRID, "M05", Act.CONFIRM, Answer.DECLINED)


@pytest.mark.parametrize(("code", "act"), [("M99", Act.CONFIRM), ("M05", Act.SIGN)])
def test_an_unknown_milestone_or_another_act_than_its_own_is_refused(code: str, act: Act) -> None:
    with pytest.raises(NoSuchMilestone):
        deal().give(INGRID, code, act, Answer.CONFIRMED)


@pytest.mark.parametrize("answer", [Answer.APPROVED, Answer.WITHDRAWN, Answer.STOP])
def test_an_answer_of_another_act_is_refused(answer: Answer) -> None:
    with pytest.raises(AnswerNotOffered):
        deal().give(INGRID, "M05", Act.CONFIRM, answer)


@pytest.mark.parametrize("member", [PRIYA, TOMAS, STRANGER])
def test_whoever_is_not_asked_is_refused(member: str) -> None:
    with pytest.raises(NotAsked):
        deal().give(member, "M05", Act.CONFIRM, Answer.CONFIRMED)


def test_before_the_plan_is_shared_nothing_is_answered() -> None:
    with pytest.raises(NotShared):
        Deal((rule("M06", Act.CONFIRM),), shared=False).give(
            INGRID, "M06", Act.CONFIRM, Answer.CONFIRMED
        )


def test_an_act_on_a_milestone_not_open_is_refused_with_the_names_missing() -> None:
    with pytest.raises(NotOpen) as refused:
        deal().give(INGRID, "M08", Act.CONFIRM, Answer.CONFIRMED)
    assert refused.value.names == ("Milestone M05", "Milestone M06")
    assert "“Milestone M05” and “Milestone M06”" in refused.value.sentence


def test_what_the_buyer_does_not_need_cannot_be_answered() -> None:
    asked = deal()
    asked.waive(PRIYA, "M05")
    with pytest.raises(NotNeeded):
        asked.give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)


def test_before_the_supplier_wrote_the_words_there_is_nothing_to_answer() -> None:
    with pytest.raises(NothingToAnswer):
        Deal((M05,)).give(INGRID, "M05", Act.CONFIRM, Answer.CONFIRMED)


def test_a_checkpoint_offers_not_yet_until_a_day_that_the_record_keeps() -> None:
    asked = Deal((rule("M07", Act.CONFIRM, go_no_go=True, who=(asks("champion"),)),))
    fact = asked.give(PRIYA, "M07", Act.CONFIRM, Answer.NOT_YET, Said(until=date(2026, 5, 4)))
    assert getattr(fact.event, "until", None) == "2026-05-04"
    assert asked.standing("M07") is Standing.IN_DISCUSSION


def test_a_closed_milestone_still_takes_the_word_of_others_it_asks() -> None:
    asked = Deal((rule("M01", Act.CONFIRM, who=(asks("every_member"),)),))
    asked.give(INGRID, "M01", Act.CONFIRM, Answer.CONFIRMED)
    asked.give(TOMAS, "M01", Act.CONFIRM, Answer.CONFIRMED)
    assert says(asked.state("M01")) == {INGRID: "yes", PRIYA: "asked", TOMAS: "yes"}
