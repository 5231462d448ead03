"""Timestamps: an authority run by OpenSSL gives the seal its time; what it lacks is said."""

import io
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from portal.delivery import seal, sealing
from portal.delivery.sealing import Keeper, SealNotMade
from portal.delivery.verifying.certificates import raw
from portal.delivery.verifying.container import der, rebuilt
from portal.delivery.verifying.judging import judge
from portal.delivery.verifying.timestamp import token_of
from tests.delivery.authority import NAME, Authority, authority_in
from tests.delivery.seals import hole, our_keys, sealed_record, small_pdf
from tests.delivery.standalone import Stranger, broken
from tests.edits import EDITS, SEED

RECORD = "{}"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority_in(tmp_path_factory.mktemp("authority")) as one:
        yield one


@pytest.fixture(scope="module")
def stamped(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("stamped")
    return sealing.sealed(small_pdf(RECORD), keeper(folder, authority.url))


@pytest.fixture(scope="module")
def signature(stamped: bytes) -> EmbeddedPdfSignature:
    (one,) = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
    assert isinstance(one, EmbeddedPdfSignature)
    return one


def keeper(folder: Path, url: str) -> Keeper:
    return sealing.keeper(folder / "files", "https://plans.northwind.test", authority=url)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which(str(words[0]))
    assert program is not None, f"{words[0]} is not on this machine: ./run test installs it"
    return subprocess.run([program, *words[1:]], capture_output=True, text=True, check=False)


def time_of(data: bytes) -> str:
    return next(one.detail for one in judge(data).checks if one.name == "time")


def test_one_seal_asks_the_authority_once(authority: Authority, tmp_path: Path) -> None:
    before = len(authority.asked)
    sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))
    assert len(authority.asked) == before + 1


def test_the_verdict_tells_the_time_and_whose_it_is(stamped: bytes) -> None:
    assert f"The timestamp authority “{NAME}” saw the seal at" in time_of(stamped)
    sealer = judge(stamped).sealer
    assert sealer is not None
    assert sealer.stamped_by == NAME
    assert sealer.stamped_at[:10] == sealer.at[:10]


def test_without_an_authority_the_time_is_the_servers_own() -> None:
    assert "what the sealing server said" in time_of(sealed_record(RECORD))


def test_the_single_file_verifier_tells_the_same_authority(
    stranger: Stranger, stamped: bytes
) -> None:
    ours, theirs = judge(stamped).sealer, stranger.judges(stamped)["sealed_by"]["timestamp"]
    assert ours is not None
    assert theirs["by"] == ours.stamped_by
    assert theirs["fingerprint"] == ours.stamped_fingerprint
    assert theirs["at"][:19] == ours.stamped_at[:19]


def test_openssl_finds_the_time_to_be_that_of_the_signature(
    authority: Authority, signature: EmbeddedPdfSignature, tmp_path: Path
) -> None:
    token = token_of(signature.signer_info)
    assert token is not None
    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "signature").write_bytes(signature.signer_info["signature"].native)
    done = run("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token",
               "-data", tmp_path / "signature", "-CAfile", authority.root)  # fmt: skip  # one call
    assert "Verification: OK" in done.stdout, done.stderr


def test_openssl_finds_the_seal_valid(
    stamped: bytes, signature: EmbeddedPdfSignature, tmp_path: Path
) -> None:
    start, length, second, rest = signature.byte_range
    (tmp_path / "content").write_bytes(stamped[start:length] + stamped[second : second + rest])
    (tmp_path / "cms").write_bytes(signature.pkcs7_content)
    done = run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms",
               "-content", tmp_path / "content", "-noverify", "-out", tmp_path / "out",
               )  # fmt: skip  # one call
    assert "CMS Verification successful" in done.stderr


def test_pdfsig_finds_the_seal_valid_over_the_whole_file(stamped: bytes, tmp_path: Path) -> None:
    (tmp_path / "stamped.pdf").write_bytes(stamped)
    said = run("pdfsig", tmp_path / "stamped.pdf").stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_qpdf_finds_no_fault_in_the_file(stamped: bytes, tmp_path: Path) -> None:
    (tmp_path / "stamped.pdf").write_bytes(stamped)
    done = run("qpdf", "--check", tmp_path / "stamped.pdf")
    assert (done.returncode, "No syntax or stream encoding errors" in done.stdout) == (0, True)


def test_pyhanko_trusts_seal_and_time_once_told_whom_to_trust(
    authority: Authority, signature: EmbeddedPdfSignature
) -> None:
    _, _, root = pem.unarmor(authority.root.read_bytes())
    trusted = [asn1.Certificate.load(root), signature.signer_cert]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    status = validate_pdf_signature(signature, context, context)
    assert status.bottom_line
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.trusted


def test_every_random_edit_of_the_signature_and_its_time_is_found(
    stranger: Stranger, stamped: bytes, signature: EmbeddedPdfSignature
) -> None:
    chance, missed, (start, _) = random.Random(SEED), [], hole(stamped)
    held = 2 * len(cms.ContentInfo.load(signature.pkcs7_content).dump())
    for _ in range(EDITS):
        place = chance.randrange(start, start + held)
        digit = chance.choice([one for one in b"0123456789ABCDEF" if one != stamped[place]])
        data = stamped[:place] + bytes([digit]) + stamped[place + 1 :]
        checks = {one.name: one.holds for one in judge(data).checks}
        if all(checks.get(name) for name in ("seal", "coverage", "changes", "time")):
            missed.append(place - start)
        if "seal" not in broken(stranger.judges(data)):
            missed.append(start - place)
    assert missed == []


def test_a_time_given_to_another_seal_is_found(
    stranger: Stranger, stamped: bytes, authority: Authority, tmp_path: Path
) -> None:
    other = sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))
    (one,) = PdfFileReader(io.BytesIO(other)).embedded_signatures
    info = cms.ContentInfo.load(one.pkcs7_content)
    (mine,) = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
    (signer,) = info["content"]["signer_infos"]
    signer["unsigned_attrs"] = mine.signer_info["unsigned_attrs"]
    start, end = hole(other)
    digits = rebuilt(info).hex().upper().encode().ljust(end - start, b"0")
    forged = other[:start] + digits + other[end:]
    assert time_of(forged) == "The time beside the seal was given to another one."
    assert "given to another one" in broken(stranger.judges(forged))["seal"]


@pytest.mark.parametrize(("worse", "reason"), [
    ({"status": 503}, "it answered with the status 503"),
    ({"kind": "text/html"}, "what answers there is no timestamp authority"),
    ({"instead": b"no answer"}, "its answer cannot be read"),
    ({"instead": b""}, "its answer cannot be read"),
    ({"instead": b"0" * 70_000}, "its answer is larger than 64 KiB"),
])  # fmt: skip  # a table
def test_a_failing_authority_is_said_and_no_file_is_made(
    tmp_path: Path, worse: dict[str, object], reason: str
) -> None:
    with authority_in(tmp_path / "authority") as authority:
        for name, value in worse.items():
            setattr(authority, name, value)
        with pytest.raises(SealNotMade, match="PORTAL_TSA_URL gave no time: " + reason):
            sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))


def test_an_authority_that_repeats_an_old_answer_is_not_believed(tmp_path: Path) -> None:
    with authority_in(tmp_path / "authority") as authority:
        sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))
        authority.instead = (authority.folder / "reply").read_bytes()
        with pytest.raises(SealNotMade, match="gave no time"):
            sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))


def test_a_certificate_that_is_not_for_giving_times_is_not_believed(tmp_path: Path) -> None:
    with (
        authority_in(tmp_path / "authority", gives_times=False) as authority,
        pytest.raises(SealNotMade, match="gave no time"),
    ):
        sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))


def test_an_authority_that_is_out_of_reach_is_said(tmp_path: Path) -> None:
    with authority_in(tmp_path / "authority") as authority:
        url = authority.url
    with pytest.raises(SealNotMade, match=r"gave no time: .*refused"):
        sealing.sealed(small_pdf(RECORD), keeper(tmp_path, url))


def test_our_keys_are_what_the_authority_never_sees(authority: Authority, tmp_path: Path) -> None:
    authority.asked.clear()
    sealing.sealed(small_pdf(RECORD), keeper(tmp_path, authority.url))
    assert authority.asked
    assert not any(our_keys()[:64] in query for query in authority.asked)


def test_a_length_that_ends_in_80_is_not_taken_for_an_open_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = der(0x30, cms.ContentType("data").dump(), der(0xA0, der(0x04, b"x" * 365)))
    assert written[3] == 0x80

    def dump(_self: object, force: bool = False) -> bytes:
        raise AssertionError("It would be written anew, which takes a minute for a token.")

    monkeypatch.setattr(cms.ContentInfo, "dump", dump)
    assert raw(cms.ContentInfo.load(written)) == written


def test_no_token_is_put_into_a_container_that_would_be_written_anew(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign, given = signers.SimpleSigner.async_sign, []

    async def async_sign(*words: Any, **terms: Any) -> cms.ContentInfo:
        given.append(terms.get("timestamper"))
        return await sign(*words, **terms)

    monkeypatch.setattr(signers.SimpleSigner, "async_sign", async_sign)
    whole = seal.sealed(small_pdf(RECORD), our_keys(), None, authority.url)
    assert given == [None]
    assert NAME in time_of(whole)
