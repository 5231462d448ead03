"""The second step's rules: each code once, five tries, then a pause."""

from datetime import timedelta

import pytest

from portal.domain import second_factor as rules
from portal.domain.second_factor import (
    MOST_TRIES,
    PAUSE,
    AuthenticatorCodeUsed,
    AuthenticatorCodeWrong,
    TooManyWrongCodes,
    judge,
    tries_left,
)
from tests.moments import MONDAY_MORNING


def test_a_code_is_taken_once_and_none_before_it_afterwards() -> None:
    assert judge(matching=8, last=7, left=5) == 8
    for matching in (8, 7):
        with pytest.raises(AuthenticatorCodeUsed):
            judge(matching=matching, last=8, left=5)


def test_a_wrong_code_says_how_many_tries_are_left() -> None:
    with pytest.raises(AuthenticatorCodeWrong, match="4 tries are left"):
        judge(None, last=0, left=5)
    with pytest.raises(AuthenticatorCodeWrong, match="one try is left"):
        judge(None, last=0, left=2)


@pytest.mark.parametrize(("matching", "left"), [(None, 1), (None, 0), (9, 0)])
def test_after_five_wrong_codes_even_the_right_one_waits(matching: int | None, left: int) -> None:
    with pytest.raises(TooManyWrongCodes):
        judge(matching, last=0, left=left)


def test_a_pause_gives_every_try_back_and_nothing_less_does() -> None:
    tried = MONDAY_MORNING
    almost = tried + PAUSE - timedelta(seconds=1)
    assert tries_left(MOST_TRIES, tried, almost) == 0
    assert tries_left(MOST_TRIES, tried, tried + PAUSE) == MOST_TRIES
    assert tries_left(2, tried, almost) == MOST_TRIES - 2


def test_a_step_lasts_30_seconds() -> None:
    step = rules.step_at(MONDAY_MORNING)
    assert rules.step_at(MONDAY_MORNING + timedelta(seconds=30)) == step + 1
    assert MONDAY_MORNING.second % 30 == 0
    assert rules.step_at(MONDAY_MORNING + timedelta(seconds=29)) == step


def test_clocks_are_measured_two_steps_either_way_and_the_nearest_counts_last() -> None:
    assert sorted(rules.drifts()) == [-2, -1, 0, 1, 2]
    assert rules.drifts()[-1] == 0
