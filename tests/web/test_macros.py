"""The macros that every page is made of: valid, escaped, and never without words."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.domain.acts import Answer
from portal.domain.closing import Say, Standing
from portal.web.repeated import remembered

TEMPLATES = Path(__file__).parents[2] / "templates"
MACROS = sorted((TEMPLATES / "macros").glob("*.html"))


@pytest.fixture(scope="module")
def jinja() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.globals["asset"] = lambda name: f"/static/{name}?v=1"
    environment.globals["remembered"] = remembered
    environment.globals["visit_attributes"] = environment.globals["asks_again"] = str
    return environment


def shown(jinja: Environment, file: str, names: str, body: str, **values: object) -> str:
    head = f'{{% from "macros/{file}.html" import {names} %}}'
    return jinja.from_string(head + body).render(**values)


def parsed_strictly(fragment: str) -> None:
    html5lib.HTMLParser(strict=True).parseFragment(fragment)


def test_the_frame_is_valid_without_a_page_in_it(jinja: Environment) -> None:
    page = jinja.get_template("base.html").render()
    html5lib.HTMLParser(strict=True).parse(page)
    assert '<html lang="en-GB">' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page


@pytest.mark.parametrize("file", MACROS, ids=lambda file: file.name)
def test_a_macro_file_opens_with_its_arguments(file: Path) -> None:
    assert file.read_text().startswith("{#-")


@pytest.mark.parametrize("file", [*MACROS, TEMPLATES / "base.html"], ids=lambda file: file.name)
def test_nothing_is_styled_or_scripted_inside_a_page(file: Path) -> None:
    assert not re.search(
        r"\sstyle=|\son\w+=|<style|<script(?! src)|javascript:|data:", file.read_text()
    )


def test_every_mark_stands_in_the_sprite(jinja: Environment) -> None:
    sprite = shown(jinja, "sprite", "sprite", "{{ sprite() }}")
    marks = shown(
        jinja,
        "marks",
        "MARKS",
        "{% for symbol, words in MARKS.values() %}{{ symbol }} {% endfor %}",
    )
    assert {f"i-{symbol}" for symbol in marks.split()} <= set(re.findall(r'id="([\w-]+)"', sprite))


STANDINGS = [*Standing, "waived", "reported", "recommendation"]


def test_every_standing_has_a_shape_of_its_own(jinja: Environment) -> None:
    body = "{% for s in standings %}{{ mark(s) }}\n{% endfor %}"
    marks = shown(jinja, "marks", "mark", body, standings=STANDINGS)
    shapes = re.findall(r'href="#i-([\w-]+)"', marks)
    assert len(set(shapes)) == len(STANDINGS)


@pytest.mark.parametrize("standing", [*STANDINGS, "something unheard of"])
def test_a_mark_is_never_without_words(jinja: Environment, standing: str) -> None:
    mark = shown(jinja, "marks", "mark", "{{ mark(standing) }}", standing=standing)
    assert re.search(r'role="img" aria-label="[^"]{4,}"', mark)


def test_every_answer_a_buyer_can_give_has_a_mark_of_its_meaning(jinja: Environment) -> None:
    body = "{{ MARKS.keys()|join(' ') }}"
    known = shown(jinja, "marks", "MARKS", body).split()
    words = [word.replace("_", "-") for word in [*Answer, *Say, *Standing]]
    assert set(words) <= set(known)


def test_a_fingerprint_is_written_in_groups_of_four(jinja: Environment) -> None:
    written = shown(jinja, "marks", "short_hash", "{{ short_hash(h) }}", h="9f2c71ab04de5c38ffff")
    assert ">9f2c 71ab 04de 5c38<" in written


def test_a_field_names_its_error_and_its_hint(jinja: Environment) -> None:
    body = "{{ field('name', 'Type your name', 'I. S.', ['Type it in full'], 'As on the record') }}"
    field = shown(jinja, "forms", "field", body)
    assert 'aria-describedby="f-name-hint f-name-error"' in field
    assert 'aria-invalid="true"' in field
    assert re.search(r'id="f-name-error">.*Type it in full', field)
    parsed_strictly(field)


def test_a_field_without_an_error_says_nothing_of_one(jinja: Environment) -> None:
    field = shown(jinja, "forms", "field", "{{ field('name', 'Name', none) }}")
    assert "aria-" not in field
    assert 'value=""' in field


def test_what_was_typed_stays_typed_and_stays_text(jinja: Environment) -> None:
    typed = '"><script>alert(1)</script>'
    body = "{{ field('a', 'A', typed) }}{{ textarea('b', 'B', typed) }}"
    written = shown(jinja, "forms", "field, textarea", body, typed=typed)
    assert "<script>" not in written
    tree = html5lib.parseFragment(written, namespaceHTMLElements=False)
    assert tree.find(".//input").get("value") == typed
    assert tree.find(".//textarea").text == typed


def test_a_line_break_at_the_head_of_what_was_typed_is_kept(jinja: Environment) -> None:
    written = shown(
        jinja, "forms", "textarea", "{{ textarea('b', 'B', typed) }}", typed="\nSecond line"
    )
    tree = html5lib.parseFragment(written, namespaceHTMLElements=False)
    assert tree.find(".//textarea").text == "\nSecond line"


def test_attributes_are_passed_on(jinja: Environment) -> None:
    given = "inputmode='decimal', required=True, disabled=False, max=none, data_l='x'"
    body = f"{{{{ field('a', 'A', {given}) }}}}"
    field = shown(jinja, "forms", "field", body)
    assert ' inputmode="decimal" required data-l="x">' in field


def test_the_chosen_option_is_selected_whatever_its_type(jinja: Environment) -> None:
    select = shown(
        jinja, "forms", "select", "{{ select('n', 'N', [(1, 'One'), (2, 'Two')], '2') }}"
    )
    assert re.findall(r'value="(\d)" selected', select) == ["2"]


def test_the_summary_links_each_error_to_its_field(jinja: Environment) -> None:
    errors = {
        "name": ["Type your name"],
        "conditions": [{"text": ["Say how"]}],
        None: ["Read again"],
    }
    summary = shown(jinja, "forms", "errsum", "{{ errsum(errors) }}", errors=errors)
    assert re.findall(r'href="#([\w-]+)"', summary) == ["f-name", "f-conditions-0-text"]
    assert "Three things to correct" in summary
    assert "<li>Read again</li>" in summary
    parsed_strictly(summary)


def test_without_errors_there_is_no_summary(jinja: Environment) -> None:
    assert shown(jinja, "forms", "errsum", "{{ errsum({}) }}") == ""


def test_nothing_is_chosen_beforehand(jinja: Environment) -> None:
    choice = shown(jinja, "forms", "choice", "{{ choice('answer', 'approve', 'Approve') }}")
    assert "checked" not in choice


def test_a_cell_of_the_matrix_that_asks_nobody_says_so(jinja: Environment) -> None:
    columns = [{"name": "Order placed", "when": "next"}]
    rows = [{"name": "Priya Raman", "cells": [None]}]
    body = "{{ matrix(columns, rows) }}"
    table = shown(jinja, "tables", "matrix", body, columns=columns, rows=rows)
    assert "not asked of them" in table
    parsed_strictly(table)


def test_a_closed_milestone_tells_when_it_closed(jinja: Environment) -> None:
    row = shown(
        jinja, "plan", "mile_row", "<ol>{{ mile_row('closed', 'Proof accepted', '18 Nov') }}</ol>"
    )
    assert '<span class="vh">Closed </span>18 Nov' in row
    parsed_strictly(row)


def test_a_difference_tells_what_was_and_what_is(jinja: Environment) -> None:
    body = "{{ diff([{'what': 'Training', 'before': '22,000', 'after': '14,000'}]) }}"
    written = shown(jinja, "plan", "diff", body)
    assert '<span class="vh">was </span><del>22,000</del>' in written
    assert '<span class="vh">is now </span><ins>14,000</ins>' in written


def test_a_refused_answer_is_announced(jinja: Environment) -> None:
    note = shown(jinja, "notes", "note", "{{ note('Read revision 5.', 'late', 'Not recorded.') }}")
    assert 'role="alert"' in note
