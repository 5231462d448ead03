"""The style sheets: legible in both themes, whole, and nothing that the policy would block."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
SHEETS = sorted(STATIC.glob("*.css"))
THEMES = ("light", "dark")

TEXT = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "act", "cond", "late")
        for ground in ("surface", "canvas", "sunken")
    ],
    *[(ink, "act-soft") for ink in ("ink", "ink-2", "ink-3", "act")],
    *[(ink, "cond-soft") for ink in ("ink", "ink-2", "cond")],
    *[(ink, "late-soft") for ink in ("ink", "ink-2", "late")],
    ("ink", "seller-soft"),
    ("act-hover", "surface"),
    ("on-act", "act"),
    ("on-act", "act-hover"),
    ("on-closed", "closed"),
    ("on-late", "late"),
    ("on-late", "late-hover"),
    ("surface", "ink"),
]
CONTROLS = [
    *[(edge, ground) for edge in ("line-strong", "focus") for ground in ("surface", "canvas")],
    *[(side, ground) for side in ("buyer", "seller") for ground in ("surface", "sunken")],
    ("focus", "sunken"),
    ("seller", "canvas"),
    ("closed", "surface"),
    ("ink-2", "surface"),
    ("cond", "canvas"),
    ("late", "canvas"),
    ("act", "canvas"),
]


@cache
def css() -> str:
    return "\n".join(sheet.read_text() for sheet in SHEETS)


def block(start: str) -> dict[str, str]:
    tokens = (STATIC / "tokens.css").read_text()
    body = tokens[tokens.index("{", tokens.index(start)) + 1 :]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body[: body.index("}")]))


@cache
def theme(name: str) -> dict[str, str]:
    return block("\n:root {" if name == "light" else '\n[data-theme="dark"]')


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    assert contrast(theme(name)[ink], theme(name)[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_and_marks_can_be_seen(name: str, edge: str, ground: str) -> None:
    assert contrast(theme(name)[edge], theme(name)[ground]) >= 3


def test_the_two_dark_themes_are_one() -> None:
    assert theme("dark") == block(':root:not([data-theme="light"])')


def test_every_colour_has_a_value_in_the_dark() -> None:
    assert set(theme("light")) == set(theme("dark"))


def test_every_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", css()))
    defined = set(re.findall(r"--([\w-]+):", css()))
    assert used <= defined


def test_colours_are_named_in_the_tokens_only() -> None:
    """The page's black and white for paper are the exception."""
    others = [s for s in SHEETS if s.name not in ("tokens.css", "print.css")]
    found = {s.name: re.findall(r":[^;{]*#[0-9a-f]{3,6}\b", s.read_text()) for s in others}
    assert not any(found.values()), found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_loads_nothing_but_the_fonts_beside_it(sheet: Path) -> None:
    addresses = re.findall(r"url\(\"?([^\")]*)", sheet.read_text())
    assert all((STATIC / address).is_file() for address in addresses)
    assert "@import" not in sheet.read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_closes_every_brace(sheet: Path) -> None:
    assert sheet.read_text().count("{") == sheet.read_text().count("}")


def test_every_typeface_is_shipped_with_its_licence() -> None:
    fonts = {font.name.split("-latin")[0] for font in (STATIC / "fonts").glob("*.woff2")}
    assert fonts == {"source-sans-3", "source-serif-4"}
    for font in fonts:
        licence = (STATIC / "fonts" / f"{font}-OFL.txt").read_text()
        assert licence.startswith("Copyright")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_every_sheet_is_linked_by_the_frame() -> None:
    frame = (TEMPLATES / "base.html").read_text()
    assert re.findall(r"asset\('(\w+\.css)'\)", frame) == [
        "tokens.css",
        "portal.css",
        "parts.css",
        "tables.css",
        "forms.css",
        "drawing.css",
        "print.css",
    ]
    assert len(SHEETS) == 7


def test_movement_stops_for_those_who_ask_for_that() -> None:
    assert "prefers-reduced-motion: reduce" in css()


def test_the_script_names_no_other_host() -> None:
    assert "://" not in (STATIC / "portal.js").read_text()


def test_the_script_never_writes_markup() -> None:
    script = (STATIC / "portal.js").read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)
