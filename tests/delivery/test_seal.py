"""The seal: what was printed stays as it is, its key stays ours, and others find it valid too."""

import io
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pypdf import PdfReader

from portal.delivery import printing, seal, sealing
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.sheet import sheet
from portal.delivery.sealing import Keeper, SealNotMade
from tests.delivery.seals import chained_keys, our_keys, small_pdf
from tests.moments import MONDAY_MORNING

PASSPHRASE = b"a passphrase of the operator"


@pytest.fixture(scope="module")
def printed(bare: Copy) -> bytes:
    return printing.printed(sheet(bare, "a4"))


@pytest.fixture(scope="module")
def whole(printed: bytes) -> bytes:
    return seal.sealed(printed, our_keys())


@pytest.fixture(scope="module")
def signature(whole: bytes) -> EmbeddedPdfSignature:
    (one,) = PdfFileReader(io.BytesIO(whole)).embedded_signatures
    assert isinstance(one, EmbeddedPdfSignature)
    return one


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return sealing.keeper(tmp_path / "files", "https://plans.northwind.test")


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine, so no other program's verdict is heard here")
    return found


def operators(path: Path) -> Path:
    key, certificate, _ = pkcs12.load_key_and_certificates(
        seal.new_keys("Northwind Analytics", MONDAY_MORNING), None
    )
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    kept = pkcs12.serialize_key_and_certificates(
        b"northwind", key, certificate, None, BestAvailableEncryption(PASSPHRASE)
    )
    path.write_bytes(kept)
    return path


def test_what_was_printed_is_the_beginning_of_what_is_sealed(printed: bytes, whole: bytes) -> None:
    assert whole.startswith(printed)
    assert len(whole) > len(printed)


def test_the_seal_allows_no_changes(signature: EmbeddedPdfSignature) -> None:
    assert signature.docmdp_level == MDPPerm.NO_CHANGES


def test_the_seal_is_a_pades_signature(signature: EmbeddedPdfSignature) -> None:
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_a_sealed_file_is_still_pdf_a_with_its_record(whole: bytes) -> None:
    reader = PdfReader(io.BytesIO(whole))
    assert reader.pdf_header == "%PDF-1.7"
    assert "/Version" not in reader.root_object
    metadata: Any = reader.root_object["/Metadata"].get_object()
    assert b'pdfaid:part="3"' in metadata.get_data()
    assert list(reader.attachments) == ["evidence.json"]


def test_pdfsig_finds_the_seal_valid_over_the_whole_file(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(whole)
    done = subprocess.run([tool("pdfsig"), path], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout


def test_openssl_finds_the_seal_valid(
    whole: bytes, signature: EmbeddedPdfSignature, tmp_path: Path
) -> None:
    start, length, second, rest = signature.byte_range
    (tmp_path / "content").write_bytes(whole[start:length] + whole[second : second + rest])
    (tmp_path / "cms").write_bytes(signature.pkcs7_content)
    done = subprocess.run(
        [tool("openssl"), "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms",
         "-content", tmp_path / "content", "-noverify", "-out", tmp_path / "out"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip  # one call
    assert "CMS Verification successful" in done.stderr


def test_the_key_is_made_at_first_use_and_only_we_may_read_it(keeper: Keeper) -> None:
    first = seal.own_keys(keeper.folder, keeper.name, MONDAY_MORNING)
    kept = keeper.folder / seal.OWN
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(keeper.folder.stat().st_mode) == 0o700
    assert seal.own_keys(keeper.folder, keeper.name, MONDAY_MORNING) == first


def test_our_certificate_is_named_after_the_server_and_lasts(keeper: Keeper) -> None:
    _, certificate, _ = pkcs12.load_key_and_certificates(
        seal.new_keys(keeper.name, MONDAY_MORNING), None
    )
    assert certificate is not None
    assert certificate.subject.rfc4514_string() == "CN=Seal of plans.northwind.test"
    assert certificate.not_valid_after_utc > MONDAY_MORNING + timedelta(days=20 * 365)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (
        True, True, False,
    )  # fmt: skip  # one row


def test_a_long_address_still_gives_a_certificate(tmp_path: Path) -> None:
    keeper = sealing.keeper(tmp_path / "files", f"https://{'long.' * 20}test")
    assert seal.new_keys(keeper.name, MONDAY_MORNING)


def test_the_child_seals_and_its_seal_is_known_again(keeper: Keeper) -> None:
    whole = sealing.sealed(small_pdf("{}"), keeper)
    (one,) = PdfFileReader(io.BytesIO(whole)).embedded_signatures
    fingerprint = one.signer_cert.sha256.hex()
    assert sealing.is_ours(keeper.folder.parent / "files", fingerprint)
    assert not sealing.is_ours(keeper.folder.parent / "files", "0" * 64)
    assert not sealing.is_ours(keeper.folder.parent / "files", "../seal")


def test_the_operators_own_seal_is_used(keeper: Keeper, tmp_path: Path) -> None:
    p12 = operators(tmp_path / "northwind.p12")
    own = Keeper(keeper.folder, keeper.name, p12, PASSPHRASE.decode())
    (one,) = PdfFileReader(io.BytesIO(sealing.sealed(small_pdf("{}"), own))).embedded_signatures
    assert one.signer_cert.subject.native == {"common_name": "Northwind Analytics"}
    assert not (keeper.folder / seal.OWN).exists()


def test_an_operators_seal_that_does_not_open_is_said_and_never_replaced(
    keeper: Keeper, tmp_path: Path
) -> None:
    p12 = operators(tmp_path / "northwind.p12")
    with pytest.raises(SealNotMade, match="PORTAL_SEAL_P12 cannot be used: its passphrase"):
        sealing.sealed(small_pdf("{}"), Keeper(keeper.folder, keeper.name, p12, "another"))
    assert not keeper.folder.exists()


def test_an_operators_seal_that_has_run_out_is_said(tmp_path: Path) -> None:
    p12 = operators(tmp_path / "northwind.p12")
    later = MONDAY_MORNING + timedelta(days=30 * 365)
    with pytest.raises(seal.SealUnusable, match="not valid today"):
        seal.operators_keys(p12, PASSPHRASE, later)


def test_an_operators_seal_whose_root_is_missing_is_said(tmp_path: Path) -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(chained_keys("ec"), None)
    _, stranger, _ = pkcs12.load_key_and_certificates(our_keys(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert stranger is not None
    assert certificate is not None
    for beside in ([stranger], [*others, stranger]):
        kept = pkcs12.serialize_key_and_certificates(b"n", key, certificate, beside, NoEncryption())
        (tmp_path / "n.p12").write_bytes(kept)
        with pytest.raises(seal.SealUnusable, match="its root is missing"):
            seal.operators_keys(tmp_path / "n.p12", None, MONDAY_MORNING)


def test_an_operators_seal_with_its_whole_chain_is_used(tmp_path: Path) -> None:
    (tmp_path / "n.p12").write_bytes(chained_keys("ec"))
    assert seal.operators_keys(tmp_path / "n.p12", None, MONDAY_MORNING) == chained_keys("ec")


def test_an_operators_seal_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(seal.SealUnusable, match="No such file"):
        seal.operators_keys(tmp_path / "none.p12", None, MONDAY_MORNING)


def test_the_server_loads_nothing_of_what_seals() -> None:
    loaded = "import sys, portal.app, portal.worker; print('pyhanko' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_what_is_no_pdf_is_not_sealed(keeper: Keeper) -> None:
    with pytest.raises(SealNotMade, match="could not be sealed"):
        sealing.sealed(b"no pdf", keeper)
