"""Verifying the seal: every edit of a sealed file is found, however small it is."""

import io
import random

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.delivery import printing, seal
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying.asking import NotAPdf
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.verdict import Verdict
from tests.delivery.seals import hole, our_keys, sealed_record, small_pdf

# Of the edits, as many as half fall into the signature's own digits, which no seal covers.
EDITS = 200


@pytest.fixture(scope="module")
def printed(bare: Copy) -> bytes:
    return printing.printed(sheet(bare, "a4"))


@pytest.fixture(scope="module")
def whole(printed: bytes) -> bytes:
    return seal.sealed(printed, our_keys())


def sentence(data: bytes) -> str:
    verdict = judge(data)
    assert not verdict.whole
    return verdict.sentence


def broken(verdict: Verdict) -> list[str]:
    return [check.name for check in verdict.checks if not check.holds]


def test_a_sealed_paper_is_whole(whole: bytes, bare: Copy) -> None:
    verdict = judge(whole)
    assert verdict.whole
    assert verdict.head == bare.page.plan.ledger_head
    plan = bare.page.plan
    assert verdict.plan == f"{plan.organisation_id}.{plan.id}"
    assert "sealed by Seal of northwind.test on" in verdict.sentence


def test_a_seal_of_ones_own_is_said_plainly(whole: bytes) -> None:
    verdict = judge(whole)
    assert verdict.sealer is not None
    assert verdict.sealer.self_signed
    assert "self-signed" in verdict.checks[0].detail


def test_a_story_with_answers_and_revisions_is_whole(copy: Copy) -> None:
    data = printing.printed(sheet(copy, "letter"))
    assert judge(seal.sealed(data, our_keys())).whole


def test_every_random_edit_of_a_byte_is_found(whole: bytes) -> None:
    chance, (start, end) = random.Random(20261123), hole(whole)
    places = [chance.randrange(len(whole)) for _ in range(EDITS // 2)]
    places += [chance.randrange(start, end) for _ in range(EDITS // 2)]
    unfound = []
    for place in places:
        edited = bytearray(whole)
        edited[place] ^= chance.randrange(1, 256)
        data = bytes(edited)
        if data.startswith(b"%PDF-") and judge(data).whole:
            unfound.append(place)
    assert unfound == []


def test_other_digits_for_the_same_signature_are_found(whole: bytes) -> None:
    start, end = hole(whole)
    digits = whole[start:end]
    small = whole[:start] + digits.lower() + whole[end:]
    assert "holds something else than a signature" in sentence(small)
    place = next(i for i in range(start, end) if whole[i : i + 1].isalpha())
    mixed = whole[:place] + whole[place : place + 1].swapcase() + whole[place + 1 :]
    assert "holds something else than a signature" in sentence(mixed)


def test_something_in_the_padding_of_the_signature_is_found(whole: bytes) -> None:
    _, end = hole(whole)
    assert "put into the padding" in sentence(whole[: end - 2] + b"01" + whole[end:])


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF", b"1 0 obj\n<<>>\nendobj\n"])
def test_appended_bytes_are_found(whole: bytes, tail: bytes) -> None:
    verdict = judge(whole + tail)
    assert not verdict.whole
    assert any("outside the seal" in check.detail for check in verdict.checks) or broken(
        verdict
    ) == ["readable"]


def test_a_later_update_is_found(whole: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(whole))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    verdict = judge(out.getvalue())
    assert broken(verdict) == ["coverage", "changes"]
    assert "outside the seal" in verdict.sentence


def test_a_cut_tail_is_found(whole: bytes) -> None:
    assert not judge(whole[:-20]).whole


def test_a_changed_page_is_found_with_its_sentence(whole: bytes) -> None:
    place = whole.index(b"/Outlines")
    edited = whole[:place] + b"/Outlimes" + whole[place + 9 :]
    assert sentence(edited) == (
        "This file is not whole: it was changed after it was sealed: its seal is broken."
    )


def test_a_paper_without_a_seal_is_not_whole(printed: bytes) -> None:
    assert "carries no seal" in sentence(printed)


def test_a_seal_over_something_else_than_a_plan_is_not_whole() -> None:
    assert "no record of a plan" in sentence(seal.sealed(small_pdf("{}", "other.json"), our_keys()))
    assert "does not write" in sentence(sealed_record("{}"))


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(NotAPdf):
        judge(b"no pdf")


def test_a_pdf_that_cannot_be_read_is_not_whole() -> None:
    assert broken(judge(b"%PDF-1.7\n")) == ["readable"]
