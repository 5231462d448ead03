"""Signed PDFs that others made, with known answers: judged as those who made them say."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.verdict import Verdict
from tests.delivery.standalone import Stranger


@pytest.fixture(scope="module")
def vectors() -> Path:
    folder = os.environ.get("PORTAL_SHARED_DATA")
    if not folder:
        pytest.skip("PORTAL_SHARED_DATA is not set, so the PDFs with known answers are not here")
    return Path(folder) / "vectors" / "pdf"


@pytest.fixture(scope="module")
def truth(vectors: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((vectors / "truth.json").read_text())["files"]
    return known


def judged(vectors: Path, name: str) -> Verdict:
    return judge((vectors / name).read_bytes())


def found(verdict: Verdict, name: str) -> bool:
    return any(check.name == name and check.holds for check in verdict.checks)


def signatures(known: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in known.get("signatures", []) if "intact" in one]


def test_none_of_them_is_a_plan(vectors: Path, truth: dict[str, Any]) -> None:
    assert [name for name in truth if judged(vectors, name).whole] == []


def test_the_mathematics_of_each_is_judged_as_known(vectors: Path, truth: dict[str, Any]) -> None:
    known = {
        name: bool(signatures(one))
        and all(sig["intact"] and sig["crypto_valid"] for sig in signatures(one))
        for name, one in truth.items()
    }
    assert {name: found(judged(vectors, name), "seal") for name in truth} == known
    assert sum(known.values()) == 8


def test_what_each_covers_is_judged_as_known(vectors: Path, truth: dict[str, Any]) -> None:
    known = {
        name: bool(signatures(one))
        and all(sig["coverage"] == "ENTIRE_FILE" for sig in signatures(one))
        for name, one in truth.items()
    }
    assert {name: found(judged(vectors, name), "coverage") for name in truth} == known


def test_no_later_change_is_taken_for_none(vectors: Path, truth: dict[str, Any]) -> None:
    unchanged = [
        name for name, one in truth.items()
        if signatures(one) and all(sig["modification_level"] == "NONE" for sig in signatures(one))
    ]  # fmt: skip  # one list
    assert [name for name in truth if found(judged(vectors, name), "changes")] == unchanged


def test_what_others_could_not_open_is_not_taken_for_readable(
    vectors: Path, truth: dict[str, Any]
) -> None:
    shut = [name for name, one in truth.items()
            if one.get("encrypted") or "PdfReadError" in one.get("open_error", "")]  # fmt: skip
    assert [one.checks[0].name for one in (judged(vectors, name) for name in shut)] == [
        "readable"
    ] * 3


def test_the_single_file_verifier_takes_none_of_them_for_whole(
    vectors: Path, truth: dict[str, Any], stranger: Stranger
) -> None:
    data = [(vectors / name).read_bytes() for name in truth]
    assert [one for one in data if stranger.judges(one)["whole"]] == []


def test_every_file_there_is_was_judged(vectors: Path, truth: dict[str, Any]) -> None:
    assert sorted(truth) == sorted(path.name for path in vectors.glob("*.pdf"))


@pytest.mark.parametrize("name", [
    "form-update-ap-indirect-sneaky-trailer.pdf",
    "form-update-override-appearance-stream.pdf",
    "minimal-two-fields-signed-twice.pdf",
])  # fmt: skip  # a list
def test_a_valid_signature_over_changed_content_is_named_as_that(vectors: Path, name: str) -> None:
    verdict = judged(vectors, name)
    assert found(verdict, "seal")
    assert not found(verdict, "changes")
    assert "outside the seal" in verdict.sentence
