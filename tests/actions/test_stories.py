"""Whole stories: from the first outcome to the order, every act by the person it asks."""

from tests.actions.people import Deal


def test_a_small_plan_goes_to_its_order_by_the_buyers_answers_alone(deal: Deal) -> None:
    deal.write_everything()
    deal.close("M22")
    assert deal.events().count("milestone.closed") == 9


def test_a_large_plan_goes_to_its_value_with_a_full_committee(large: Deal) -> None:
    large.write_everything()
    large.close("M26")
    assert {one.standing for one in large.page.milestones} == {"closed"}
