"""Ways in: which are two factors, and when a provider's word says that two were asked."""

from typing import Any

import pytest

from portal.domain.single_sign_on import is_two_factors as are_said
from portal.domain.ways_in import ONE_FACTOR, WITH_CODE, WITH_RECOVERY_CODE, Way, is_two_factors

REFEDS = "https://refeds.org/profile/mfa"


@pytest.mark.parametrize("way", Way)
def test_a_password_and_a_single_sign_on_alone_are_one_factor_and_all_else_is_two(way: Way) -> None:
    assert is_two_factors(way) == (way not in {"password", "single sign-on"})


def test_a_visit_of_which_no_way_is_kept_is_one_factor() -> None:
    assert not is_two_factors(None)


@pytest.mark.parametrize("way", sorted(ONE_FACTOR))
def test_a_code_after_the_first_factor_makes_two(way: Way) -> None:
    assert is_two_factors(WITH_CODE[way])
    assert is_two_factors(WITH_RECOVERY_CODE[way])


def test_every_way_fits_where_it_is_kept() -> None:
    assert max(len(way) for way in Way) <= 32


@pytest.mark.parametrize(
    "claims",
    [
        {"amr": ["mfa"]}, {"amr": ["pwd", "otp"]}, {"amr": ["pwd", "hwk"]},
        {"amr": ["pin", "swk", "user"]}, {"amr": ["fpt", "hwk"]}, {"amr": ["pwd", "mfa"]},
        {"acr": REFEDS},
    ],
)  # fmt: skip  # a list
def test_two_factors_are_said_by_mfa_or_by_two_kinds_of_proof(claims: dict[str, Any]) -> None:
    assert are_said(claims)


@pytest.mark.parametrize(
    "claims",
    [
        {}, {"amr": []}, {"amr": ["pwd"]}, {"amr": ["pwd", "pin"]}, {"amr": ["otp", "hwk"]},
        {"amr": ["pwd", "geo", "rba", "user"]}, {"amr": "mfa"}, {"amr": {"mfa": True}},
        {"amr": [["mfa"], 7, None]}, {"acr": "1"}, {"acr": [REFEDS]}, {"acr": None},
        {"mfa": True},
    ],
)  # fmt: skip  # a list
def test_silence_one_factor_twice_and_nonsense_say_no(claims: dict[str, Any]) -> None:
    assert not are_said(claims)
