"""Sixty troublesome texts through every field into every sink: read as text, and nothing more."""

import io
import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from portal.actions import deliver, export
from portal.delivery import printing
from portal.delivery.paper.sheet import sheet
from portal.domain.canonical import canonical
from tests.databases import Embedded
from tests.large import LONG
from tests.notaries import beside
from tests.web.hostile.corpus import CORPUS, FIT, MARK, TOO_LONG, UNFIT, as_kept, live_in
from tests.web.hostile.filled import Filled, pages
from tests.web.visitor import BASE_URL, Visitor, require_whole, words


@pytest.fixture(scope="module")
def filled(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Type every text into every form once."""
    made = Filled(embedded.fresh(), tmp_path_factory.mktemp("hostile"))
    yield made
    made.house.means.store.close()


@pytest.fixture(scope="module")
def shown(filled: Filled) -> dict[str, str]:
    """Return every page that shows what was typed, each read strictly."""
    found = {}
    for address in pages(filled):
        sender = filled.room if address.startswith("/room") else filled.desk
        browser = Visitor(filled.house.app, filled.house.app.response_class, use_cookies=False)
        answer = browser.get(address, base_url=BASE_URL, headers={"Cookie": sender.cookie})
        assert answer.status_code in {200, 303}, address
        found[address] = answer.text
    return found


@pytest.fixture(scope="module")
def mails(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> list[EmailMessage]:
    """Return every mail as a receiver reads it from the wire."""
    sent: list[EmailMessage] = []
    files = tmp_path_factory.mktemp("mails") / "files"
    out = deliver.Outlets(sent.append, "plans@portal.example", files, lambda _: b"", beside(files))
    while deliver.deliver_next(filled.house.means, out, but=export.KIND):
        pass
    return [message_from_bytes(one.as_bytes(), policy=default) for one in sent]


def test_each_text_is_taken_or_refused_in_words(filled: Filled) -> None:
    assert len(CORPUS) == len(set(CORPUS)) == 60
    assert filled.failed == []
    for sender in (filled.desk, filled.room):
        for field, refused in sender.refused.items():
            assert set(refused) <= {*UNFIT, *TOO_LONG}, field


def test_what_no_text_has_is_refused_in_every_field(filled: Filled) -> None:
    for field in ("milestone", "statement", "report"):
        assert set(filled.desk.refused[field]) >= set(UNFIT)
    assert set(filled.room.refused["title"]) == {*UNFIT, *TOO_LONG}


def test_no_text_comes_alive_on_a_page(shown: dict[str, str], filled: Filled) -> None:
    alive = {address: live_in(page) for address, page in shown.items()}
    assert {address: found for address, found in alive.items() if found} == {}
    for page in filled.echoes:
        require_whole(page)
        assert live_in(page) == []


def test_every_text_can_be_read_on_a_page(shown: dict[str, str]) -> None:
    everything = as_kept(" ".join(unescape(page) for page in shown.values()))
    assert [text for text in FIT if as_kept(text) not in everything] == []


def test_every_drawing_is_whole(shown: dict[str, str]) -> None:
    drawn = [svg for page in shown.values() for svg in re.findall(r"<svg.*?</svg>", page, re.S)]
    assert len(drawn) > 50
    for svg in drawn:
        tree = ElementTree.fromstring(svg)  # our own drawing, judged as XML
        assert not [one for one in tree.iter() for name in one.attrib if name.startswith("on")]


def test_no_text_becomes_a_header_of_a_mail(mails: list[EmailMessage]) -> None:
    assert len(mails) > 30
    for mail in mails:
        assert set(mail.keys()) == {
            "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
            "Content-Type",
        }  # fmt: skip  # all there are
        assert len(mail["To"].addresses) == 1
        assert mail["To"].addresses[0].domain == "meridian.example"


def test_both_parts_of_a_mail_hold_the_texts_and_nothing_alive(mails: list[EmailMessage]) -> None:
    said = ""
    for mail in mails:
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert live_in(html.get_content()) == ["<style>"]  # the letter's own
        assert "\u202e" not in mail["Subject"]
        said += plain.get_content()
    assert MARK in said


def test_evidence_holds_every_text_exactly(filled: Filled) -> None:
    house = filled.house
    copy = export.copy_of(house.means, house.seller.organisation_id, house.plan)
    evidence = sheet(copy, "a4")["attachment"]["text"]
    read = json.loads(evidence)
    assert canonical(read).decode() == evidence
    said = json.dumps(read, ensure_ascii=False)
    assert [text for text in FIT if json.dumps(text, ensure_ascii=False)[1:-1] not in said] == []


@pytest.mark.skipif(not LONG, reason="ten seconds of printing: ./run long")
def test_the_text_layer_of_a_pdf_holds_the_texts(filled: Filled) -> None:
    house = filled.house
    copy = export.copy_of(house.means, house.seller.organisation_id, house.plan)
    pdf = printing.printed(sheet(copy, "a4"))
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    text = "".join(read.replace("\0", "").split())
    plain = [one for one in FIT if one.isascii() and one.isprintable() and len(one) < 40]
    assert [one for one in plain if "".join(one.split()) not in text] == []
    assert b"/JavaScript" not in pdf
    assert b"/Launch" not in pdf


def test_the_same_words_stand_where_a_person_reads_them(filled: Filled) -> None:
    browser = Visitor(filled.house.app, filled.house.app.response_class, use_cookies=False)
    page = browser.get("/room/me", base_url=BASE_URL, headers={"Cookie": filled.room.cookie})
    assert as_kept(filled.room.taken["title"][-1]) in words(page)
