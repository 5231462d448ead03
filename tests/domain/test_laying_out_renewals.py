"""A renewal is decided before its notice date, and what leads to the decision moves with it."""

import pytest

from portal.actions.playbooks import standard_playbook
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.layout import Layout
from portal.domain.playbook.purchase import NoticeOnlyForRenewals, NoticeOutOfRange
from portal.domain.playbook.rules import OpportunityType

PLAYBOOK = standard_playbook()
RENEWAL = OpportunityType.RENEWAL


def latest(layout: Layout) -> dict[str, int | None]:
    return {one.code: one.latest_finish_business_days_before_anchor for one in layout.milestones}


def test_without_a_notice_date_the_decision_is_laid_out_like_any_other() -> None:
    assert latest(lay_out(PLAYBOOK, RENEWAL, 1, ()))["M17"] == 1


def test_the_decision_is_due_five_business_days_before_the_notice_date() -> None:
    assert latest(lay_out(PLAYBOOK, RENEWAL, 1, (), notice=60))["M17"] == 65


def test_everything_before_the_decision_moves_with_it() -> None:
    plain, moved = lay_out(PLAYBOOK, RENEWAL, 1, ()), lay_out(PLAYBOOK, RENEWAL, 1, (), notice=60)
    for code in ("M04", "M01", "M07", "M13", "M16"):
        assert (latest(moved)[code] or 0) - (latest(plain)[code] or 0) == 64


def test_what_does_not_lead_to_the_decision_stays() -> None:
    facts = {"supplier_not_on_vendor_list"}
    moved = latest(lay_out(PLAYBOOK, RENEWAL, 2, facts, notice=60))
    plain = latest(lay_out(PLAYBOOK, RENEWAL, 2, facts))
    assert {code for code in plain if plain[code] == moved[code]} == {"M18", "M19", "M22", "M26"}


def test_the_decision_is_earlier_when_its_successors_demand_it() -> None:
    plain = lay_out(PLAYBOOK, RENEWAL, 4, PLAYBOOK.facts)
    assert latest(plain)["M17"] == 13
    assert lay_out(PLAYBOOK, RENEWAL, 4, PLAYBOOK.facts, notice=8).milestones == plain.milestones


def test_the_path_includes_the_wait_for_the_notice_date() -> None:
    plain, moved = lay_out(PLAYBOOK, RENEWAL, 1, ()), lay_out(PLAYBOOK, RENEWAL, 1, (), notice=60)
    assert moved.path_business_days == plain.path_business_days + 64


def test_while_the_decision_waits_for_the_notice_date_nothing_after_it_is_critical() -> None:
    layout = lay_out(PLAYBOOK, RENEWAL, 1, (), notice=60)
    critical = {one.code for one in layout.milestones if one.critical}
    assert critical == {"M01", "M04", "M07", "M13", "M16", "M17"}


def test_a_notice_date_on_the_last_day_of_the_term_counts() -> None:
    assert latest(lay_out(PLAYBOOK, RENEWAL, 1, (), notice=0))["M17"] == 5


@pytest.mark.parametrize("kind", [kind for kind in OpportunityType if kind is not RENEWAL])
def test_only_a_renewal_has_a_notice_date(kind: OpportunityType) -> None:
    with pytest.raises(NoticeOnlyForRenewals, match=str(kind)):
        lay_out(PLAYBOOK, kind, 2, (), notice=60)


@pytest.mark.parametrize("notice", [-1, 5_001])
def test_a_notice_date_after_the_term_or_absurdly_early_is_refused(notice: int) -> None:
    with pytest.raises(NoticeOutOfRange, match=str(notice)):
        lay_out(PLAYBOOK, RENEWAL, 2, (), notice=notice)
