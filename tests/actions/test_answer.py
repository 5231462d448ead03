"""Answering: one form, one answer, bound to the words shown, refused whole or recorded whole."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.actions import answer
from portal.actions.buyers import Buyer
from portal.actions.invite import NameTooLong
from portal.actions.means import Means
from portal.domain.acts import Answer
from portal.domain.committee import LimitOutOfRange
from portal.domain.playbook.rules import Act
from portal.domain.refusals import (
    AlreadyAnswered,
    AnswerNotOffered,
    ConsentMissing,
    LimitMissing,
    NameDiffers,
    NoSuchMilestone,
    NotAsked,
    NothingToAnswer,
    NotOpen,
    NotShared,
    StaleRevision,
    TitleMissing,
)
from portal.domain.sharing import ROOM_LIFETIME
from portal.domain.statement import CONSENT
from portal.store import doors
from portal.store.doors import AnotherBody
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal, begin
from tests.actions.people import complete as whole

SIGN, APPROVE, CONFIRM = Act.SIGN, Act.APPROVE, Act.CONFIRM


def told(deal: Deal) -> tuple[int, int, int]:
    """Return how many answers, entries and receipts there are."""
    page = deal.page
    return len(page.decisions), page.plan.ledger_seq, len(deal.letters("receipt"))


def test_the_same_form_sent_twice_is_one_answer_with_one_receipt(deal: Deal) -> None:
    code = deal.own(SIGN, "economic_buyer")
    form = deal.form(code, SIGN, Answer.SIGNED, **whole(deal.milestone(code), INGRID, SIGN))
    sent = deal.with_code(INGRID, form)
    first, before = deal.send(INGRID, sent), told(deal)
    assert deal.send(INGRID, sent) == first
    assert told(deal) == before
    assert (before[0], before[2]) == (1, 1)


def test_the_same_form_gives_the_same_receipt_though_the_words_have_changed_since(
    deal: Deal,
) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    sent = deal.form(code, CONFIRM, Answer.CONFIRMED)
    first = deal.send(INGRID, sent)
    deal.write(code, "Other words.")
    assert deal.send(INGRID, sent) == first


def test_the_same_form_with_other_words_is_refused(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    sent = deal.form(code, CONFIRM, Answer.CONFIRMED)
    deal.send(INGRID, sent)
    before = told(deal)
    for other in (replace(sent, note="But mind the depot."), replace(sent, answer=Answer.DECLINED)):
        with pytest.raises(AnotherBody):
            deal.send(INGRID, other)
    assert told(deal) == before


def test_a_refused_form_may_be_corrected_and_sent_again(deal: Deal) -> None:
    code = deal.own(SIGN, "economic_buyer")
    sent = deal.with_code(INGRID, deal.form(code, SIGN, Answer.SIGNED))
    with pytest.raises(ConsentMissing):
        deal.send(INGRID, sent)
    assert deal.send(INGRID, replace(sent, consents=True)).closed == (code,)


def test_one_persons_form_is_not_anothers(large: Deal) -> None:
    large.write_outcomes(INGRID, PRIYA)
    sent = large.form("M01", CONFIRM, Answer.CONFIRMED)
    assert large.send(INGRID, sent).closed == ()
    assert large.send(PRIYA, sent).closed == ("M01",)


def test_an_answer_to_words_that_changed_is_refused_and_nothing_is_recorded(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    sent = deal.form(code, CONFIRM, Answer.CONFIRMED)
    deal.write(code, "Other words.")
    before = told(deal)
    with pytest.raises(StaleRevision) as stale:
        deal.send(INGRID, sent)
    assert (stale.value.shown, told(deal)) == (sent.shown, before)
    assert stale.value.current == deal.form(code, CONFIRM, Answer.CONFIRMED).shown


def test_an_answer_to_other_words_altogether_is_refused(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    for shown in ("", "0" * 64, deal.form("M06", Act.PROVIDE, Answer.PROVIDED).shown):
        with pytest.raises(StaleRevision):
            deal.send(INGRID, deal.form(code, CONFIRM, Answer.CONFIRMED, shown=shown))


def test_the_words_shown_are_kept_with_who_said_them(deal: Deal) -> None:
    code = deal.own(SIGN, "economic_buyer")
    deal.give(INGRID, code, SIGN, title="CFO of the group", note=" As agreed. ")
    kept = deal.page.decisions[-1]
    assert kept.words["statement"].startswith(
        "I, Ingrid Solheim, CFO of the group of Meridian Freight, sign off revision 1 of"
    )
    assert kept.words["statement"].endswith(f"{CONSENT} (Consent text 2026-11.)")
    assert (kept.words["name"], kept.words["note"]) == ("Ingrid Solheim", "As agreed.")
    assert kept.hash == deal.page.documents[f"statement:{code}"].hash


def test_the_receipt_carries_the_ledgers_head_and_what_was_closed(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    deal.give(INGRID, code, CONFIRM)
    receipt, plan = deal.letters("receipt", INGRID)[0]["payload"], deal.page.plan
    assert (receipt["head"], receipt["seq"]) == (plan.ledger_head, plan.ledger_seq)
    assert receipt["closed"] == ["Your confirm"]


def test_a_closing_orders_the_paper_and_another_answer_does_not(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    deal.give(INGRID, code, CONFIRM, Answer.CHANGES_ASKED, reason="Say which claims.")
    assert deal.letters("paper") == []
    deal.give(INGRID, code, CONFIRM)
    assert len(deal.letters("paper")) == 1


def test_signing_takes_consent_and_the_name_as_invited(deal: Deal) -> None:
    code = deal.own(SIGN, "economic_buyer")
    sent = deal.with_code(INGRID, deal.form(code, SIGN, Answer.SIGNED, consents=True))
    for name in ("", "I. Solheim", PRIYA.name, "Owen Hartley"):
        with pytest.raises(NameDiffers, match="as Ingrid Solheim"):
            deal.send(INGRID, replace(sent, name=name))
    assert deal.send(INGRID, replace(sent, name=" ingrid  SOLHEIM ")).closed == (code,)


def test_a_seat_is_taken_with_a_title(deal: Deal) -> None:
    code = deal.own(Act.ACCESS, "economic_buyer")
    for title in (None, "  "):
        with pytest.raises(TitleMissing):
            deal.give(INGRID, code, Act.ACCESS, title=title)
    deal.give(INGRID, code, Act.ACCESS, title=" Group CFO ", limit=Decimal("250000.50"))
    member = deal.page.member(deal.ids[INGRID])
    assert member is not None
    assert (member.title, member.limit_amount, member.limit_currency) == (
        "Group CFO", Decimal("250000.50"), "EUR",
    )  # fmt: skip  # one comparison


def test_a_limit_is_an_amount_of_money(deal: Deal) -> None:
    code = deal.own(APPROVE, "economic_buyer", amount=9_000)
    before = told(deal)
    for absurd in ("-1", "NaN", "sNaN", "Infinity", "1E+12"):
        with pytest.raises(LimitOutOfRange):
            deal.give(INGRID, code, APPROVE, limit=Decimal(absurd))
    with pytest.raises(LimitMissing):
        deal.give(INGRID, code, APPROVE, limit=None)
    with pytest.raises(NameTooLong):
        deal.give(INGRID, code, APPROVE, title="T" * 121)
    assert told(deal) == before


def test_nobody_answers_what_does_not_ask_them_or_is_not_there(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    with pytest.raises(NotAsked):
        deal.give(TOMAS, code, CONFIRM)
    with pytest.raises(NoSuchMilestone):
        deal.give(INGRID, code, Act.ATTEND)
    with pytest.raises(NothingToAnswer):
        deal.give(INGRID, "M01", CONFIRM)
    with pytest.raises(NotOpen, match="Business outcomes agreed"):
        deal.give(INGRID, "M06", Act.PROVIDE)
    with pytest.raises(AnswerNotOffered):
        deal.give(INGRID, code, CONFIRM, Answer.APPROVED)
    with pytest.raises(AnswerNotOffered):
        deal.give(INGRID, code, CONFIRM, Answer.WITHDRAWN)


def test_who_has_answered_does_not_answer_again(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    deal.give(INGRID, code, CONFIRM)
    with pytest.raises(AlreadyAnswered):
        deal.give(INGRID, code, CONFIRM)


def test_nobody_answers_before_the_plan_is_shared(means: Means) -> None:
    deal = begin(means)
    organisation, member = deal.seller.organisation_id, deal.invite(INGRID)
    code = deal.own(CONFIRM, "economic_buyer")
    row = {
        "organisation_id": organisation, "token_hash": means.new_id(), "plan_id": deal.plan,
        "member_id": member, "link_id": "none", "created_at": means.clock(),
        "expires_at": means.clock() + ROOM_LIFETIME, "reads_only": False,
    }  # fmt: skip  # a session that no action would open
    with means.store.writing() as session:
        doors.add_session(session, row)
    buyer = Buyer(organisation, deal.plan, member, str(row["token_hash"]))
    with pytest.raises(NotShared):
        answer.answer(means, buyer, deal.form(code, CONFIRM, Answer.CONFIRMED))
