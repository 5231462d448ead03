"""The measure of words, held against the typeface that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.delivery.drawing.measure import width

FONTS = Path(__file__).parents[2] / "static" / "fonts"
NAMES = (
    "Read-only feed from the booking system",
    "Tune risk rules to Meridian’s lanes",
    "WWW MMM ILLIMITED mammoth",
    "Go-live, Mon 1 March 2027",
    "−121,880 and 1,191,466",
    "Tomás Aguiar, Chief Operating Officer",
    "“We stop paying out on carriers that do not exist.”",
)


@pytest.fixture(scope="module")
def advances() -> dict[int, float]:
    ttlib = pytest.importorskip("fontTools.ttLib")
    instancer = pytest.importorskip("fontTools.varLib.instancer")
    font = ttlib.TTFont(FONTS / "source-sans-3-latin-wght-normal.woff2")
    regular = instancer.instantiateVariableFont(font, {"wght": 400})
    unit = regular["head"].unitsPerEm
    return {c: regular["hmtx"][g][0] / unit for c, g in regular.getBestCmap().items()}


@pytest.mark.parametrize("words", NAMES)
def test_the_measure_is_never_short_and_never_generous(
    words: str, advances: dict[int, float]
) -> None:
    true = 13 * sum(advances[ord(letter)] for letter in words)
    assert 0.98 * true <= width(words) <= 1.15 * true
