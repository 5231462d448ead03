"""Published figures held against what follows from the network."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from portal.domain.schedule.claims import Claim, Figure, Published, check
from portal.domain.schedule.network import Activity, Network, Schedule, analyse
from portal.domain.schedule.numbers import number_of
from portal.domain.schedule.reading import read_network

CASES = sorted((Path(__file__).parents[1] / "data" / "schedules").glob("*.json"))
WHICH_FOLLOW = {
    "general-foundry": [True, True],
    "laser-fletcher": [True, True],
    "maintenance-job-34": [True, True],
    "pert-prime-17": [True, True],
    "published-wrong-31": [True, False],
}


def schedule(*durations: int | Fraction) -> Schedule:
    activities = tuple(Activity(str(n), Fraction(d)) for n, d in enumerate(durations, start=1))
    return analyse(Network(activities))


def claim(metric: str, figure: Figure, *durations: int | Fraction) -> Claim:
    return check((Published(metric, figure),), schedule(*durations))[0]


def times(content: dict[str, dict[str, float]]) -> dict[str, Sequence[float]]:
    return {
        name: (one["es"], one["ef"], one["ls"], one["lf"], one["slack"])
        for name, one in content.items()
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_published_case_follows_or_is_named(path: Path) -> None:
    given = read_network(path.read_text(encoding="utf-8"))
    claims = check(given.published, analyse(given.network))
    assert [one.metric for one in claims] == ["project_duration", "critical"]
    assert [one.follows for one in claims] == WHICH_FOLLOW[path.stem]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_time_of_a_published_case_comes_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    computed = analyse(read_network(text).network)
    found = {
        one.id: tuple(
            map(
                number_of,
                (one.early_start, one.early_finish, one.late_start, one.late_finish, one.slack),
            )
        )
        for one in computed.activities
    }
    assert found == times(json.loads(text)["computed_by_us"]["schedule"])


def test_a_critical_path_follows_in_any_order() -> None:
    assert claim("critical", ("2", "1"), 3, 3).follows


def test_a_critical_path_that_leaves_one_out_does_not_follow() -> None:
    wrong = claim("critical", ("1",), 3, 3)
    assert (wrong.computed, wrong.follows) == (("1", "2"), False)


def test_a_duration_beside_ours_does_not_follow() -> None:
    wrong = claim("project_duration", Fraction(4), 3)
    assert wrong == Claim("project_duration", Fraction(4), Fraction(3), follows=False)


def test_a_third_printed_as_a_long_decimal_follows() -> None:
    assert claim("project_duration", Fraction("0.333333333"), Fraction(1, 3)).follows


def test_a_third_printed_with_two_decimals_does_not_follow() -> None:
    assert not claim("project_duration", Fraction("0.33"), Fraction(1, 3)).follows


@pytest.mark.parametrize("metric", ["project_duration", "critical"])
def test_a_figure_left_empty_does_not_follow(metric: str) -> None:
    assert not claim(metric, None, 3).follows
