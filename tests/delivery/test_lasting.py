"""Seals that last (PAdES B-LT and B-LTA): whatever judges them later stands in the file itself."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import (
    process_legacy_crl_input,
    process_legacy_ocsp_input,
)
from pypdf import PdfReader

from portal.delivery import printing, seal
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.sheet import sheet
from portal.delivery.verifying.document_time import taken_off
from portal.delivery.verifying.judging import judge
from tests.delivery.authority import NAME, Authority, authority_in
from tests.delivery.certifying import DER, House, a_house
from tests.delivery.seals import our_keys, small_pdf
from tests.delivery.standalone import Stranger
from tests.delivery.test_timestamping import run

RECORD = "{}"
LEVELS = ("B-LT", "B-LTA")


@pytest.fixture(scope="module")
def printed(bare: Copy) -> bytes:
    return printing.printed(sheet(bare, "a4"))


@pytest.fixture(scope="module")
def made(house: House, authority: Authority, printed: bytes) -> dict[str, bytes]:
    """Return a file of each level, sealed with the operator's own chain."""
    keys = house.signers_keys()
    return {one: seal.sealed(printed, keys, None, authority.url, one) for one in LEVELS}


def signatures(data: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(io.BytesIO(data)).embedded_signatures)


def roots(house: House) -> list[Any]:
    held = [house.holders[f"{one}.root"].certificate for one in ("northwind", "oslo")]
    return [asn1.Certificate.load(one.public_bytes(DER)) for one in held]


def checked(data: bytes) -> dict[str, str]:
    return {one.name: one.detail for one in judge(data).checks}


@pytest.mark.parametrize("level", LEVELS)
def test_a_lasting_seal_is_whole_and_its_level_is_named(
    stranger: Stranger, made: dict[str, bytes], level: str
) -> None:
    verdict, theirs = judge(made[level]), stranger.judges(made[level])
    assert (verdict.whole, theirs["whole"]) == (True, True)
    assert verdict.sealer is not None
    assert (verdict.sealer.level, theirs["sealed_by"]["level"]) == (level, level)
    assert f"PAdES {level}: the file itself shows" in checked(made[level])["level"]


def test_the_document_timestamp_is_told_by_both(stranger: Stranger, made: dict[str, bytes]) -> None:
    ours, theirs = judge(made["B-LTA"]).sealer, stranger.judges(made["B-LTA"])["sealed_by"]
    assert ours is not None
    assert ours.archived_at[:19] == theirs["archive"][:19]
    assert f"“{NAME}” saw all of it on" in checked(made["B-LTA"])["level"]
    assert "Nothing but one document timestamp was added" in checked(made["B-LTA"])["changes"]


def test_a_b_lt_is_one_revision_that_the_seal_covers_whole(
    house: House, made: dict[str, bytes], printed: bytes
) -> None:
    reader = PdfFileReader(io.BytesIO(made["B-LT"]))
    before = PdfFileReader(io.BytesIO(printed))
    assert made["B-LT"].startswith(printed)
    assert reader.xrefs.total_revisions == before.xrefs.total_revisions + 1
    (one,) = reader.embedded_signatures
    assert one.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    store = DocumentSecurityStore.read_dss(reader)
    assert (len(store.ocsps), len(store.crls), store.vri_entries) == (2, 2, {})


@pytest.mark.parametrize("level", LEVELS)
def test_no_changes_are_allowed_and_the_file_is_still_pdf_a(
    made: dict[str, bytes], level: str
) -> None:
    assert signatures(made[level])[0].docmdp_level == MDPPerm.NO_CHANGES
    reader = PdfReader(io.BytesIO(made[level]))
    assert reader.pdf_header == "%PDF-1.7"
    assert not {"/Version", "/Extensions"} & set(reader.root_object)
    metadata: Any = reader.root_object["/Metadata"].get_object()
    assert b'pdfaid:part="3"' in metadata.get_data()
    assert list(reader.attachments) == ["evidence.json"]


@pytest.mark.parametrize("level", LEVELS)
def test_pdfsig_and_qpdf_find_no_fault(made: dict[str, bytes], level: str, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(made[level])
    said = run("pdfsig", tmp_path / "sealed.pdf").stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    done = run("qpdf", "--check", tmp_path / "sealed.pdf")
    assert (done.returncode, "No syntax or stream encoding errors" in done.stdout) == (0, True)


@pytest.mark.parametrize("level", LEVELS)
def test_openssl_finds_the_seal_valid(made: dict[str, bytes], level: str, tmp_path: Path) -> None:
    one = signatures(made[level])[0]
    start, length, second, rest = one.byte_range
    (tmp_path / "content").write_bytes(
        made[level][start:length] + made[level][second : second + rest]
    )
    (tmp_path / "cms").write_bytes(one.pkcs7_content)
    done = run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms",
               "-content", tmp_path / "content", "-noverify", "-out", tmp_path / "out",
               )  # fmt: skip  # one call
    assert "CMS Verification successful" in done.stderr


def test_openssl_finds_the_document_timestamp_to_be_of_all_before_it(
    authority: Authority, made: dict[str, bytes], tmp_path: Path
) -> None:
    sealed, behind = taken_off(made["B-LTA"])
    assert behind is not None
    assert behind.covered.startswith(sealed)
    (tmp_path / "token").write_bytes(behind.token.dump())
    (tmp_path / "covered").write_bytes(behind.covered)
    done = run("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token",
               "-data", tmp_path / "covered", "-CAfile", authority.root)  # fmt: skip  # one call
    assert "Verification: OK" in done.stdout, done.stderr


@pytest.mark.parametrize("level", LEVELS)
def test_pyhanko_needs_the_file_and_its_roots_alone(
    house: House, made: dict[str, bytes], level: str
) -> None:
    reader = PdfFileReader(io.BytesIO(made[level]))
    store = DocumentSecurityStore.read_dss(reader)
    context: ValidationContext = store.as_validation_context(
        {"trust_roots": roots(house), "allow_fetching": False, "revocation_mode": "require"}
    )
    (one,) = reader.embedded_regular_signatures
    status = validate_pdf_signature(one, context, context)
    assert (status.bottom_line, status.docmdp_ok) == (True, True)
    times = [validate_pdf_timestamp(each, context) for each in reader.embedded_timestamp_signatures]
    assert [each.trusted for each in times] == ([True] if level == "B-LTA" else [])


@pytest.mark.parametrize("level", LEVELS)
def test_pyhankos_validation_of_the_level_passes_offline(
    house: House, made: dict[str, bytes], level: str
) -> None:
    reader = PdfFileReader(io.BytesIO(made[level]))
    (one,) = reader.embedded_regular_signatures
    spec = SignatureValidationSpec(
        CertValidationPolicySpec(
            SimpleTrustManager.build(roots(house)),
            CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require")),
        ),
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=_knowledge(reader),
    )
    if level == "B-LTA":
        judged: Any = asyncio.run(ades_lta_validation(one, PdfSignatureValidationSpec(spec)))
        assert judged.oldest_evidence_record_timestamp is not None
    else:
        judged = asyncio.run(
            ades_with_time_validation(one.signed_data, spec, raw_digest=one.compute_digest())
        )
    assert judged.ades_subindic == AdESPassed.OK


def _knowledge(reader: PdfFileReader) -> LocalKnowledge:
    store = DocumentSecurityStore.read_dss(reader)
    return LocalKnowledge(
        process_legacy_ocsp_input([one.get_object().data for one in store.ocsps]),
        process_legacy_crl_input([one.get_object().data for one in store.crls]),
        list(store.load_certs()),
    )


@pytest.mark.parametrize("level", LEVELS)
def test_of_our_own_certificate_nothing_is_asked(
    stranger: Stranger, house: House, authority: Authority, level: str
) -> None:
    house.asked.clear()
    data = seal.sealed(small_pdf(RECORD), our_keys(), None, authority.url, level)
    assert sorted(house.asked) == ["crl/authority", "ocsp/oslo"]
    assert f"PAdES {level}" in checked(data)["level"]
    assert stranger.judges(data)["sealed_by"]["level"] == level


@pytest.mark.parametrize(("level", "times"), [("B-LT", 2), ("B-LTA", 3)])
def test_the_authority_is_asked_once_to_be_known_and_once_for_each_time(
    authority: Authority, level: str, times: int
) -> None:
    authority.asked.clear()
    seal.sealed(small_pdf(RECORD), our_keys(), None, authority.url, level)
    assert len(authority.asked) == times


def test_issuers_that_are_missing_are_had_from_where_they_are_named(
    stranger: Stranger, house: House, tmp_path: Path
) -> None:
    house.asked.clear()
    alone = house.signers_keys(alone=True)
    with authority_in(
        tmp_path, keys=lambda folder: house.authoritys_keys(folder, alone=True)
    ) as authority:
        data = seal.sealed(small_pdf(RECORD), alone, None, authority.url, "B-LTA")
    assert sorted(one for one in house.asked if one.startswith("ca/")) == [
        "ca/northwind.issuing", "ca/northwind.root", "ca/oslo.issuing", "ca/oslo.root",
    ]  # fmt: skip  # a list
    assert "PAdES B-LTA: the file itself shows" in checked(data)["level"]
    assert stranger.judges(data)["sealed_by"]["level"] == "B-LTA"


def test_a_house_of_rsa_keys_is_judged_alike(stranger: Stranger, tmp_path: Path) -> None:
    with a_house(is_rsa=True) as house, authority_in(tmp_path, keys=house.authoritys_keys) as one:
        data = seal.sealed(small_pdf(RECORD), house.signers_keys(), None, one.url, "B-LTA")
    assert "PAdES B-LTA: the file itself shows" in checked(data)["level"]
    assert stranger.judges(data)["sealed_by"]["level"] == "B-LTA"
