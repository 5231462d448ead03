"""Single random edits of a sealed file and of the record in it: each is found, by both verifiers.

``PORTAL_LONG=1`` tries ten times as many.
"""

import json
import random
from typing import Any

import pytest

from portal.delivery import printing, seal
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import attachment
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying.asking import BEGINS_A_PDF
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.sealed import CHANGES, COVERAGE, SEAL, TIME
from portal.domain.canonical import canonical
from tests.delivery.forgeries import edited_at_random, rehash
from tests.delivery.seals import hole, our_keys, sealed_record, small_pdf
from tests.delivery.standalone import Stranger
from tests.edits import EDITS, SEED

OF_THE_SEAL = (SEAL, COVERAGE, CHANGES, TIME)


@pytest.fixture(scope="module")
def record(copy: Copy) -> Any:
    return json.loads(attachment(copy))


@pytest.fixture(scope="module")
def whole(bare: Copy) -> bytes:
    return seal.sealed(printing.printed(sheet(bare, "a4")), our_keys())


def edit_of_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return a file with one edit; every other one falls into the signature's own digits."""
    start, end = hole(data) if chance.random() < 0.5 else (0, len(data))
    place, size = chance.randrange(start, end), chance.randrange(1, 40)
    before, block, after = data[:place], data[place : place + size], data[place + size :]
    edited = chance.choice([
        before + bytes([data[place] ^ chance.randrange(1, 256)]) + data[place + 1 :],
        before + block.swapcase() + after,
        before + block[::-1] + after,
        before + after,
        before + block + block + after,
        before + chance.randbytes(size) + after,
        before,
    ])  # fmt: skip  # a list
    return edited if edited != data else edit_of_bytes(data, chance)


def found_by(data: bytes, stranger: Stranger, head: str = "") -> tuple[bool, bool]:
    """Tell whether this program finds a fault in a file, and whether the stranger does."""
    ours = not data.startswith(BEGINS_A_PDF) or not judge(data, head or None).whole
    return ours, not stranger.judges(data, head)["whole"]


def test_every_random_edit_of_a_files_bytes_is_found(stranger: Stranger, whole: bytes) -> None:
    chance = random.Random(SEED)
    tried = [edit_of_bytes(whole, chance) for _ in range(EDITS)]
    missed = [n for n, data in enumerate(tried) if found_by(data, stranger) != (True, True)]
    assert missed == []


def test_every_random_edit_of_a_record_is_found_without_looking_at_the_seal(
    stranger: Stranger, record: Any
) -> None:
    chance, missed = random.Random(SEED), []
    for _ in range(EDITS):
        forged, where = edited_at_random(record, chance)
        text = canonical(forged).decode()
        ours = [one for one in judge(small_pdf(text)).checks
                if not one.holds and one.name not in OF_THE_SEAL]  # fmt: skip  # one list
        if not ours or stranger.judges(text.encode())["whole"]:
            missed.append(where)
    assert missed == []


def test_a_random_edit_of_a_record_that_is_sealed_again_is_found(
    stranger: Stranger, record: Any
) -> None:
    chance, missed = random.Random(SEED + 1), []
    for _ in range(EDITS // 10):
        forged, where = edited_at_random(record, chance)
        found = found_by(sealed_record(canonical(forged).decode()), stranger)
        missed += [] if found == (True, True) else [where]
    assert missed == []


def test_a_record_put_back_without_a_seal_is_found(stranger: Stranger, record: Any) -> None:
    forged, _ = edited_at_random(record, random.Random(SEED))
    for text in (record, forged):
        assert found_by(small_pdf(canonical(text).decode()), stranger) == (True, True)


def test_every_random_edit_hashed_anew_is_found_against_the_mailed_head(
    stranger: Stranger, record: Any
) -> None:
    chance, missed = random.Random(SEED), []
    for _ in range(EDITS // 10):
        forged = json.loads(json.dumps(record))
        body = chance.choice(forged["entries"])["body"]
        body["data"]["more"] = body["at"] = f"2026-01-01T00:00:{chance.randrange(10, 60)}Z"
        if chance.random() < 0.5:
            del body["data"]["more"]
        rehash(forged)
        data = sealed_record(canonical(forged).decode())
        found = found_by(data, stranger, record["head"])
        missed += [] if found == (True, True) else [body["seq"]]
    assert missed == []
