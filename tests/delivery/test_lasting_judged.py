"""What both verifiers find behind a lasting seal, and in it: each edit, and each forgery."""

import io
import random
from pathlib import Path

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper

from portal.delivery import seal
from portal.delivery.fetching import Errand
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import attachment
from portal.delivery.timestamping import Authority as Asked
from portal.delivery.verifying.document_time import taken_off
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.level import OF_ANOTHER
from portal.delivery.verifying.sealed import CHANGES, LEVEL, TIME
from tests.delivery.authority import Authority, authority_in
from tests.delivery.both import faults
from tests.delivery.certifying import House, a_house
from tests.delivery.seals import hole, small_pdf
from tests.delivery.standalone import Stranger
from tests.delivery.test_random_edits import edit_of_bytes, found_by
from tests.edits import EDITS, SEED

RECORD = "{}"
LEVELS = ("B-LT", "B-LTA")


@pytest.fixture(scope="module")
def made(house: House, authority: Authority, bare: Copy) -> dict[str, bytes]:
    """Return a whole file of each level, sealed with the operator's own chain."""
    pdf, keys = small_pdf(attachment(bare)), house.signers_keys()
    return {one: seal.sealed(pdf, keys, None, authority.url, one) for one in LEVELS}


@pytest.fixture(scope="module")
def small(house: House, authority: Authority) -> bytes:
    return seal.sealed(small_pdf(RECORD), house.signers_keys(), None, authority.url, "B-LTA")


@pytest.mark.parametrize("level", LEVELS)
def test_every_random_edit_of_a_lasting_file_is_found(
    stranger: Stranger, made: dict[str, bytes], level: str
) -> None:
    chance = random.Random(SEED)
    tried = [edit_of_bytes(made[level], chance) for _ in range(EDITS)]
    missed = [n for n, data in enumerate(tried) if found_by(data, stranger) != (True, True)]
    assert missed == []


@pytest.mark.parametrize("level", LEVELS)
def test_every_other_digit_of_the_last_times_and_signatures_is_found(
    stranger: Stranger, made: dict[str, bytes], level: str
) -> None:
    chance, data, missed = random.Random(SEED), made[level], []
    start, end = hole(data)
    held = len(data[start:end].rstrip(b"0"))
    for _ in range(EDITS):
        place = chance.randrange(start, start + held)
        digit = chance.choice([one for one in b"0123456789ABCDEFabcdef" if one != data[place]])
        edited = data[:place] + bytes([digit]) + data[place + 1 :]
        missed += [] if found_by(edited, stranger) == (True, True) else [place - start]
    assert missed == []


def test_every_random_edit_of_the_update_behind_the_seal_is_found(
    stranger: Stranger, made: dict[str, bytes]
) -> None:
    chance, data, missed = random.Random(SEED), made["B-LTA"], []
    behind, (start, end) = len(taken_off(data)[0]), hole(data)
    places = [*range(behind, start), *range(end, len(data))]
    for _ in range(EDITS):
        place = chance.choice(places)
        edited = data[:place] + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :]
        missed += [] if found_by(edited, stranger) == (True, True) else [place - behind]
    assert missed == []


def test_every_file_that_is_edited_here_is_whole_before(
    stranger: Stranger, made: dict[str, bytes]
) -> None:
    assert [found_by(made[one], stranger) for one in LEVELS] == [(False, False)] * 2


def test_without_its_document_timestamp_it_is_a_whole_b_lt_and_said_so(
    stranger: Stranger, made: dict[str, bytes]
) -> None:
    sealed, behind = taken_off(made["B-LTA"])
    assert behind is not None
    verdict, theirs = judge(sealed), stranger.judges(sealed)
    assert (verdict.whole, theirs["whole"]) == (True, True)
    assert verdict.sealer is not None
    assert (verdict.sealer.level, theirs["sealed_by"]["level"]) == ("B-LT", "B-LT")
    assert (verdict.sealer.archived_at, theirs["sealed_by"]["archive"]) == ("", None)


def test_a_second_document_timestamp_is_a_later_change(
    stranger: Stranger, authority: Authority, small: bytes
) -> None:
    twice = seal.archived(taken_off(small)[0], Asked(authority.url, Errand(authority.url)))
    assert not faults(twice, stranger)
    tail = small[len(taken_off(small)[0]) :]
    for data in (small + tail, small + b"\n", small + b"%%EOF\n"):
        assert faults(data, stranger)


def test_a_document_timestamp_of_another_making_is_a_later_change(
    stranger: Stranger, authority: Authority, small: bytes
) -> None:
    for data in (small, taken_off(small)[0]):
        out = io.BytesIO()
        timestamper = PdfTimeStamper(
            Asked(authority.url, Errand(authority.url)), field_name="Another"
        )
        timestamper.timestamp_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)), "sha256", bytes_reserved=40_960, output=out
        )
        assert CHANGES in faults(out.getvalue(), stranger)


def test_another_update_is_a_later_change(stranger: Stranger, small: bytes) -> None:
    for data in (small, taken_off(small)[0]):
        out = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        writer.root["/Lang"] = TextStringObject("no")
        writer.update_root()
        writer.write(out)
        assert CHANGES in faults(out.getvalue(), stranger)


def test_a_document_timestamp_behind_what_does_not_last_is_found(
    stranger: Stranger, house: House, authority: Authority
) -> None:
    plain = seal.sealed(small_pdf(RECORD), house.signers_keys(), None, authority.url)
    found = faults(seal.archived(plain, Asked(authority.url, Errand(authority.url))), stranger)
    assert found == {LEVEL: "A document timestamp stands behind it, but nothing that would make it"
                            " last."}  # fmt: skip  # one sentence


def test_a_document_timestamp_given_to_another_file_is_found(
    stranger: Stranger, house: House, authority: Authority, small: bytes
) -> None:
    other = seal.sealed(small_pdf(RECORD), house.signers_keys(), None, authority.url, "B-LTA")
    (start, end), (mine, its_end) = hole(small), hole(other)
    forged = small[:start] + other[mine:its_end] + small[end:]
    assert faults(forged, stranger) == {TIME: "The document timestamp was given to another one."}


def test_other_digits_for_the_same_document_timestamp_are_found(
    stranger: Stranger, small: bytes
) -> None:
    start, end = hole(small)
    lower = small[:start] + small[start:end].lower() + small[end:]
    padded = small[: end - 2] + b"01" + small[end:]
    assert "not written in the one way" in faults(lower, stranger)[TIME]
    assert "put into the padding" in faults(padded, stranger)[TIME]


def test_a_document_timestamp_by_whoever_gives_no_times_is_found(
    stranger: Stranger, house: House, authority: Authority, small: bytes
) -> None:
    sealed, _ = taken_off(small)
    asked = Asked(authority.url, Errand(authority.url))
    signed = seal.archived(sealed, asked)
    start, end = hole(small)
    seals = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0]
    token = cms.ContentInfo.load(seals.pkcs7_content).dump().hex().upper().encode()
    forged = signed[:start] + token.ljust(end - start, b"0") + signed[end:]
    assert faults(forged, stranger)


def test_a_document_timestamp_by_another_authority_is_found(
    stranger: Stranger, small: bytes, tmp_path: Path
) -> None:
    with a_house() as other, authority_in(tmp_path, keys=other.authoritys_keys) as unknown:
        data = seal.archived(taken_off(small)[0], Asked(unknown.url, Errand(unknown.url)))
    assert faults(data, stranger)[LEVEL] == OF_ANOTHER
