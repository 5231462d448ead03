"""Roles: who reads, who writes, who manages accounts; nobody is asked about closing."""

import pytest

from portal.domain.roles import ROLES, May, may


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("owner", {May.READ_PLANS, May.WRITE_PLANS, May.MANAGE_ACCOUNTS}),
        ("manager", {May.READ_PLANS, May.WRITE_PLANS}),
        ("seller", {May.READ_PLANS, May.WRITE_PLANS}),
        ("reader", {May.READ_PLANS}),
    ],
)
def test_a_role_may_do_what_its_line_of_the_table_says(role: str, rights: set[May]) -> None:
    assert {what for what in May if may(role, what)} == rights


def test_there_are_four_roles_and_an_unknown_one_may_do_nothing() -> None:
    assert ROLES == ("owner", "manager", "seller", "reader")
    assert not any(may("administrator", what) for what in May)


def test_no_right_is_about_answering_or_closing() -> None:
    assert {what.value for what in May} == {"read plans", "write plans", "manage accounts"}
