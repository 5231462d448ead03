"""A buyer's own words: edited and confirmed in one act, and who is asked again because of them."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from portal.actions.revise import UnknownOwner
from portal.domain.acts import Answer
from portal.domain.document import NothingChanged
from portal.domain.playbook.rules import Act
from portal.domain.refusals import AnswerNotOffered, StaleRevision
from tests.actions.people import INGRID, PRIYA, TOMAS, Deal

CONFIRM = Act.CONFIRM


def reworded(deal: Deal, document: str, **words: str) -> Any:
    """Return a document's content with the first outcome, or the statement itself, changed."""
    content = copy.deepcopy(dict(deal.page.documents[document].content))
    (content["outcomes"][0] if "outcomes" in content else content).update(words)
    return content


def test_a_buyers_own_wording_is_a_revision_of_theirs_and_closes(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    own = reworded(deal, f"statement:{code}", text="Claims are paid once, by June.")
    assert deal.give(INGRID, code, CONFIRM, edited=own).closed == (code,)
    current = deal.page.documents[f"statement:{code}"]
    assert (current.number, current.made_by_side, current.made_by) == (
        2, "buyer", deal.ids[INGRID],
    )  # fmt: skip  # one comparison
    assert current.content["text"] == "Claims are paid once, by June."
    assert deal.page.decisions[-1].hash == current.hash


def test_an_edit_asks_again_only_whom_it_concerns(large: Deal) -> None:
    large.write_outcomes(TOMAS, PRIYA)
    large.give(TOMAS, "M01", CONFIRM)
    large.give(PRIYA, "M01", CONFIRM)
    own = reworded(large, "outcomes", target="0.5 %")  # Tomás's outcome
    assert large.give(INGRID, "M01", CONFIRM, edited=own).closed == ()
    found = large.milestone("M01")
    says = {(line.member, line.role): line.say for line in found.lines}
    assert says == {
        (large.ids[INGRID], "economic_buyer"): "yes",
        (large.ids[PRIYA], "champion"): "outdated",  # she confirmed the whole
        (large.ids[PRIYA], "outcome_owner"): "yes",  # her own part is as she confirmed it
        (large.ids[TOMAS], "outcome_owner"): "outdated",
    }


def test_an_edit_of_a_closed_milestone_reopens_it_for_the_others(large: Deal) -> None:
    large.write_outcomes(TOMAS)
    large.close("M01")
    newcomer = replace(INGRID, name="Lena Brandt", email="lena.brandt@meridian.example")
    large.invite(newcomer)
    large.share()
    large.give(newcomer, "M01", CONFIRM, edited=reworded(large, "outcomes", target="0.5 %"))
    assert large.standing("M01") == "stale"
    large.close("M01")
    assert large.events().count("milestone.reopened") == 1


def test_an_edit_that_names_a_stranger_as_owner_is_refused(large: Deal) -> None:
    large.write_outcomes(TOMAS)
    with pytest.raises(UnknownOwner):
        large.give(INGRID, "M01", CONFIRM, edited=reworded(large, "outcomes", owner="nobody"))
    assert large.page.documents["outcomes"].number == 1


def test_an_edit_of_words_that_changed_meanwhile_is_refused(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    own = reworded(deal, f"statement:{code}", text="Claims are paid once, by June.")
    sent = deal.form(code, CONFIRM, Answer.CONFIRMED, edited=own)
    deal.write(code, "Claims are paid once, by May.")
    with pytest.raises(StaleRevision):
        deal.send(INGRID, sent)
    assert deal.page.documents[f"statement:{code}"].content["text"].endswith("May.")


def test_an_edit_that_changes_nothing_is_refused(deal: Deal) -> None:
    code = deal.own(CONFIRM, "economic_buyer")
    with pytest.raises(NothingChanged):
        deal.give(INGRID, code, CONFIRM, edited=reworded(deal, f"statement:{code}"))
    assert deal.page.decisions == ()


def test_an_edit_comes_with_a_confirmation_and_nothing_else(deal: Deal) -> None:
    approving, confirming = deal.own(Act.APPROVE, "economic_buyer"), deal.own(CONFIRM, "champion")
    edited = reworded(deal, f"statement:{approving}", text="Other words.")
    with pytest.raises(AnswerNotOffered):
        deal.give(INGRID, approving, Act.APPROVE, edited=edited)
    edited = reworded(deal, f"statement:{confirming}", text="Other words.")
    with pytest.raises(AnswerNotOffered):
        deal.give(PRIYA, confirming, CONFIRM, Answer.DECLINED, reason="No.", edited=edited)
    assert {one.number for one in deal.page.documents.values()} == {1}


def test_new_words_without_the_code_are_not_kept_either(deal: Deal) -> None:
    code = deal.own(Act.SIGN, "economic_buyer")
    edited = reworded(deal, f"statement:{code}", text="Other words.")
    sent = deal.form(code, Act.SIGN, Answer.SIGNED, consents=True, name=INGRID.name, edited=edited)
    with pytest.raises(AnswerNotOffered):
        deal.send(INGRID, replace(sent, code="123456"))
    assert deal.page.documents[f"statement:{code}"].number == 1
