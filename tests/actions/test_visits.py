"""One's own visits: each browser is one, and the others end with a code from the mailbox."""

from dataclasses import replace

import pytest

from portal.actions import enter, visits
from portal.actions.buyers import Buyer
from portal.domain.sharing import CodeMissing, CodeWrong, ForwardedLink, SignedOut
from tests.actions.people import INGRID, PRIYA, Deal


@pytest.fixture
def twice(deal: Deal) -> Deal:
    """Give a plan that Ingrid visits in a first, a second and a third browser."""
    deal.visit(INGRID)
    return deal


def is_over(deal: Deal, buyer: Buyer) -> bool:
    try:
        enter.send_vouching_code(deal.means, buyer)
    except SignedOut:
        return True
    return False


def code(deal: Deal) -> str:
    visits.send_code(deal.means, deal.visit(INGRID))
    return deal.code_for(INGRID)


def test_every_living_visit_is_seen_and_no_colleagues(twice: Deal) -> None:
    second = twice.enter_as(INGRID)
    twice.visit(PRIYA)
    found = {one.token_hash: one.reads_only for one in visits.visits(twice.means, second)}
    assert found == {twice.visit(INGRID).session: False, second.session: True}


def test_all_others_end_and_this_one_goes_on(twice: Deal) -> None:
    second, third, priya = twice.enter_as(INGRID), twice.enter_as(INGRID), twice.visit(PRIYA)
    visits.end(twice.means, twice.visit(INGRID), code(twice))
    assert [is_over(twice, one) for one in (second, third)] == [True, True]
    assert [is_over(twice, one) for one in (twice.visit(INGRID), priya)] == [False, False]


def test_one_is_ended_by_its_name(twice: Deal) -> None:
    second, third = twice.enter_as(INGRID), twice.enter_as(INGRID)
    visits.end(twice.means, twice.visit(INGRID), code(twice), second.session[:32])
    assert [is_over(twice, one) for one in (second, third)] == [True, False]


def test_a_colleagues_visit_is_ended_by_no_name(twice: Deal) -> None:
    priya = twice.visit(PRIYA)
    visits.end(twice.means, twice.visit(INGRID), code(twice), priya.session[:32])
    assert not is_over(twice, priya)


def test_an_empty_name_ends_nothing(twice: Deal) -> None:
    second = twice.enter_as(INGRID)
    visits.end(twice.means, twice.visit(INGRID), code(twice), "")
    assert not is_over(twice, second)


def test_without_the_code_nothing_ends(twice: Deal) -> None:
    second = twice.enter_as(INGRID)
    with pytest.raises(CodeMissing):
        visits.end(twice.means, twice.visit(INGRID), "123456")
    wrong = f"{(int(code(twice)) + 1) % 1_000_000:06d}"
    with pytest.raises(CodeWrong):
        visits.end(twice.means, twice.visit(INGRID), wrong)
    assert not is_over(twice, second)


def test_a_code_ends_visits_once(twice: Deal) -> None:
    given = code(twice)
    visits.end(twice.means, twice.visit(INGRID), given)
    with pytest.raises(CodeMissing):
        visits.end(twice.means, twice.visit(INGRID), given)


def test_a_browser_that_only_reads_ends_nothing(twice: Deal) -> None:
    second = twice.enter_as(INGRID)
    with pytest.raises(ForwardedLink):
        visits.send_code(twice.means, second)
    with pytest.raises(ForwardedLink):
        visits.end(twice.means, second, code(twice))
    assert not is_over(twice, twice.visit(INGRID))


def test_nobody_ends_visits_of_another_member_in_their_name(twice: Deal) -> None:
    posing = replace(twice.visit(PRIYA), member_id=twice.ids[INGRID])
    with pytest.raises(SignedOut):
        visits.end(twice.means, posing, code(twice))
