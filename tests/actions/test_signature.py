"""The five elements of a signature: each one missing refuses it, by a class of its own."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from portal.actions import answer, enter, export
from portal.actions.answer import Submission
from portal.actions.buyers import Buyer
from portal.domain.acts import Answer
from portal.domain.canonical import fingerprint
from portal.domain.playbook.rules import Act
from portal.domain.refusals import (
    ConsentMissing,
    ConsentOutdated,
    IntentMissing,
    NameDiffers,
    NotRetained,
    Refusal,
    StaleRevision,
)
from portal.domain.sharing import CodeMissing, SignedOut
from portal.domain.signature import Signing, check
from portal.domain.statement import CONSENT, CONSENT_VERSION
from portal.store.pages.record import answers_of
from tests.actions.people import INGRID, Deal

WITHOUT: dict[str, tuple[Callable[[Submission], Submission], type[Refusal]]] = {
    "intent": (lambda sent: replace(sent, name=" "), IntentMissing),
    "intent of the person named": (lambda sent: replace(sent, name="I. Solheim"), NameDiffers),
    "consent": (lambda sent: replace(sent, consents=False), ConsentMissing),
    "consent to a text": (lambda sent: replace(sent, consent_text=""), ConsentOutdated),
    "consent to this text": (lambda sent: replace(sent, consent_text="2020-01"), ConsentOutdated),
    "attribution": (lambda sent: replace(sent, code=""), CodeMissing),
    "association": (lambda sent: replace(sent, shown=""), StaleRevision),
    "association with these words": (lambda sent: replace(sent, shown="a" * 64), StaleRevision),
}


@pytest.fixture
def to_sign(deal: Deal) -> tuple[Deal, Submission]:
    """Give a plan whose S1 Ingrid is about to sign, with everything a signature needs."""
    code = deal.own(Act.SIGN, "economic_buyer")
    sent = deal.form(code, Act.SIGN, Answer.SIGNED, consents=True)
    return deal, deal.with_code(INGRID, sent)


@pytest.mark.parametrize("missing", WITHOUT)
def test_without_one_of_its_elements_there_is_no_signature(
    to_sign: tuple[Deal, Submission], missing: str
) -> None:
    deal, sent = to_sign
    take_away, refused = WITHOUT[missing]
    with pytest.raises(refused) as why:
        deal.send(INGRID, take_away(sent))
    assert type(why.value) is refused
    assert deal.letters("receipt") == []
    assert deal.send(INGRID, sent).closed == ("S1",)


def test_without_a_visit_of_ones_own_there_is_no_signature(
    to_sign: tuple[Deal, Submission],
) -> None:
    deal, sent = to_sign
    with pytest.raises(SignedOut):
        answer.answer(deal.means, replace(deal.visit(INGRID), session="nobody's"), sent)


def tamper_with_revisions(deal: Deal) -> None:
    """Change what is kept, as somebody with the database in their hands, and cover it up."""
    name, again = (
        "revisions_only_grows",
        "ALTER TABLE revisions ENABLE TRIGGER revisions_only_grows",
    )
    off = f"ALTER TABLE revisions DISABLE TRIGGER {name}"
    with deal.means.store.writing() as session:
        if deal.means.store.is_sqlite:
            name = "revisions_refuses_update"
            found = session.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
            )
            off, again = f"DROP TRIGGER {name}", str(found.scalar_one())
        session.execute(text(off))
        session.execute(
            text("UPDATE revisions SET content = '{}' WHERE plan_id = :plan"), {"plan": deal.plan}
        )
        session.execute(text(again))


def test_what_is_not_kept_as_it_was_shown_cannot_be_signed(
    to_sign: tuple[Deal, Submission],
) -> None:
    deal, sent = to_sign
    tamper_with_revisions(deal)
    with pytest.raises(NotRetained):
        deal.send(INGRID, sent)
    assert deal.standing("S1") == "waiting_for_buyer"


def test_a_signature_with_all_of_them_passes() -> None:
    kept = {"text": "Claims are paid once."}
    check(Signing(True, CONSENT_VERSION, fingerprint(kept), kept))


def test_a_signature_keeps_the_text_consented_to_and_leaves_a_receipt_at_once(
    to_sign: tuple[Deal, Submission],
) -> None:
    deal, sent = to_sign
    receipt = deal.send(INGRID, sent)
    (mailed,) = deal.letters("receipt", INGRID)
    assert f"{CONSENT} (Consent text {CONSENT_VERSION}.)" in mailed["payload"]["statement"]
    assert mailed["payload"]["hash"] == sent.shown
    assert mailed["payload"]["head"] == deal.page.plan.ledger_head
    assert mailed["payload"]["closed"] == ["Your sign"]
    assert receipt.closed == ("S1",)


def test_years_later_whoever_signed_has_a_new_link_and_reads_it_all(
    to_sign: tuple[Deal, Submission],
) -> None:
    deal, sent = to_sign
    deal.send(INGRID, sent)
    old: Buyer = deal.visit(INGRID)
    deal.clock.forward(days=3650)
    with pytest.raises(SignedOut):
        act_as(deal, old)
    enter.request_link(deal.means, deal.seller.organisation_id, deal.plan, INGRID.email)
    assert deal.enter_as(INGRID)
    with deal.means.store.reading() as connection:
        (said,) = answers_of(connection, old.organisation_id, deal.plan, old.member_id)
    assert said.words["statement"].endswith(f"(Consent text {CONSENT_VERSION}.)")
    copy = export.copy_of(deal.means, old.organisation_id, deal.plan)
    assert [one.answer for one in copy.answers()] == ["signed"]


def act_as(deal: Deal, buyer: Buyer) -> None:
    answer.send_code(deal.means, buyer, deal.form("M01", Act.CONFIRM, Answer.CONFIRMED))
