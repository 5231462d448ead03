"""The builder of drawings: escaping, two media, one text alternative."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from portal.delivery.drawing import palette
from portal.delivery.drawing.measure import fitted, width, wrapped
from portal.delivery.drawing.svg import Drawing, Medium, Svg

STATIC = Path(__file__).parents[2] / "static"
SVG = "{http://www.w3.org/2000/svg}"


def canvas(medium: Medium = Medium.SCREEN, uid: str = "c") -> Svg:
    return Svg((100, 50), uid=uid, medium=medium, classes="chart")


def test_words_of_other_people_cannot_become_markup() -> None:
    svg = canvas()
    svg.text(0, 0, '<script>alert("Priya & Tomás")</script>')
    text = ET.fromstring(svg.finish("a < b", "x")).find(f"{SVG}text")
    assert text is not None
    assert text.text == '<script>alert("Priya & Tomás")</script>'


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    svg = canvas()
    svg.text(0, 0, "Meri\x00dian\x1b\ufffe")
    text = ET.fromstring(svg.finish("t", "d")).find(f"{SVG}text")
    assert text is not None
    assert text.text == "Meridian"


def test_a_drawing_is_one_image_with_a_title_and_a_description() -> None:
    root = ET.fromstring(canvas(uid="road").finish("The road", "Seven of nine are closed."))
    assert root.get("role") == "img"
    named = root.get("aria-labelledby", "").split()
    assert [child.get("id") for child in root][:2] == named == ["road-t", "road-d"]
    assert [child.text for child in root][:2] == ["The road", "Seven of nine are closed."]


def test_a_drawing_tells_a_template_that_it_is_escaped_already() -> None:
    drawing = canvas().finish("t", "d")
    assert isinstance(drawing, Drawing)
    assert drawing.__html__() == drawing


@pytest.mark.parametrize("uid", ["", "1st", 'a"b', "a b", "a\n"])
def test_what_cannot_begin_an_id_is_refused(uid: str) -> None:
    with pytest.raises(ValueError, match="cannot begin an id"):
        canvas(uid=uid)


def test_on_screen_a_shape_carries_classes_and_no_colour() -> None:
    svg = canvas()
    svg.rect(0, 0, 5, 5, "f-act")
    drawing = svg.finish("t", "d")
    assert 'class="f-act"' in drawing
    assert "#" not in drawing


def test_on_paper_a_shape_carries_colours_and_no_class() -> None:
    svg = canvas(Medium.PAPER)
    svg.rect(0, 0, 5, 5, "f-canvas s-act")
    drawing = svg.finish("t", "d")
    assert f'fill="{palette.PAPER}"' in drawing
    assert f'stroke="{palette.ACT}"' in drawing
    assert "class=" not in drawing


def test_on_paper_no_style_needs_a_style_sheet() -> None:
    svg = canvas(Medium.PAPER)
    for classes in palette.ATTRIBUTES:
        svg.rect(0, 0, 1, 1, classes)
    assert not re.search(r"var\(|style=|class=", svg.finish("t", "d"))


def test_a_coordinate_is_written_the_same_way_everywhere() -> None:
    svg = canvas()
    svg.circle(-0.01, 1 / 3, 2.0, "f-act")
    assert '<circle cx="0" cy="0.3" r="2" class="f-act"/>' in svg.finish("t", "d")


def test_paper_has_the_colours_of_the_light_theme() -> None:
    tokens = (STATIC / "tokens.css").read_text()
    light = set(re.findall(r": (#[0-9a-f]{6});", tokens.split("@media")[0]))
    written = {v for dress in palette.ATTRIBUTES.values() for v in dress.values() if v[0] == "#"}
    assert written <= light


def test_every_class_of_a_drawing_is_styled_on_screen() -> None:
    rules = (STATIC / "drawing.css").read_text()
    unstyled = {name for name in palette.ATTRIBUTES if f".chart .{name} {{" not in rules}
    assert unstyled == {"t"}  # the usual text, styled by its element


def test_words_that_fit_are_left_alone() -> None:
    assert fitted("Go-live", 200) == "Go-live"


def test_words_that_do_not_fit_end_in_an_ellipsis_within_their_room() -> None:
    short = fitted("Implementation plan signed off", 80)
    assert short.endswith("…")
    assert width(short) <= 80


def test_wrapped_words_keep_to_their_lines_and_their_room() -> None:
    name = "Tune the risk rules to every lane of Meridian Freight and to both of its depots"
    lines = wrapped(name, 120, 2)
    assert len(lines) == 2
    assert all(width(line) <= 120 for line in lines)


def test_a_single_word_wider_than_its_room_is_cut() -> None:
    assert all(width(line) <= 60 for line in wrapped("Donaudampfschifffahrt" * 3, 60, 2))


def test_accents_take_no_room() -> None:
    assert width("Tomás Kovač") == width("Tomas Kovac")


def test_full_width_letters_take_a_whole_unit() -> None:
    assert width("計画", 10) == 20
