"""The table of docs/asvs.csv as tests read it, and which of the tests it names did not pass."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "asvs.csv"
SHOWN, NOT_FOR_US = "shown", "does not apply"
# Not met, because the product is another one: the tests show what keeps the harm small.
SET_ASIDE = "set aside"
BY_THE_OPERATOR = "by the operator"
# Who has no such data, or wants no such server, says so: a test skipped for that was not left out.
EXCUSES = ("PORTAL_SHARED_DATA", "PORTAL_WITHOUT_POSTGRESQL")
# What makes a run less than the whole, beside naming files.
CHOOSING = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "collectonly")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement: how it stands here, and the tests that show it or the reason why not."""

    requirement: str
    level: str
    subject: str
    verdict: str
    evidence: tuple[str, ...]
    remark: str


def rows() -> tuple[Row, ...]:
    """Return the table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                one["requirement"], one["level"], one["subject"], one["verdict"],
                tuple(one["evidence"].split()), one["remark"],
            )
            for one in csv.DictReader(file)
        )  # fmt: skip  # field by field


def is_whole_run(config: pytest.Config) -> bool:
    """Tell whether this process sees every test of the suite: no part chosen, and no worker."""
    if hasattr(config, "workerinput") or list(config.args) != config.getini("testpaths"):
        return False
    return not any(getattr(config.option, name, None) for name in CHOOSING)


def unproven(named: Iterable[str], stats: Mapping[str, Iterable[Any]]) -> list[str]:
    """Return which of the tests named did not pass, given the reports of a run by outcome.

    A test with parameters passed if one of them did: one that failed fails the run by itself.
    """
    seen = {_test(one.nodeid) for one in stats.get("passed", ())}
    seen |= {_test(one.nodeid) for one in stats.get("skipped", ()) if _is_excused(one.longrepr)}
    return sorted(set(named) - seen)


def _test(nodeid: str) -> str:
    """Return a test without its parameters, and without the group that xdist puts behind it."""
    return nodeid.partition("[")[0].partition("@")[0]


def _is_excused(why: object) -> bool:
    return any(name in str(why) for name in EXCUSES)
