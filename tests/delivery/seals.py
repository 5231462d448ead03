"""Sealed files for tests: a key of our own, small PDFs around a record, and edits of it."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from portal.delivery.seal import new_keys, sealed
from portal.domain.canonical import canonical
from tests.moments import MONDAY_MORNING

ATTACHED = "evidence.json"


@cache
def our_keys() -> bytes:
    return new_keys("Seal of northwind.test", MONDAY_MORNING)


@cache
def chained_keys(algorithm: str) -> bytes:
    """Return an operator's P12: a key of "rsa" or "ec", its certificate and its issuer's."""
    root_key = ec.generate_private_key(ec.SECP384R1())
    key = ec.generate_private_key(ec.SECP384R1())
    own = key if algorithm == "ec" else rsa.generate_private_key(65537, 2048)
    root, name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)])
        for one in ("Root of Northwind", "Northwind Analytics")
    )
    issuer, certificate = (
        x509.CertificateBuilder().subject_name(who).issuer_name(root)
        .public_key(public).serial_number(x509.random_serial_number())
        .not_valid_before(MONDAY_MORNING).not_valid_after(MONDAY_MORNING + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .sign(root_key, hashes.SHA256())
        for who, public, is_ca in (
            (root, root_key.public_key(), True), (name, own.public_key(), False),
        )
    )  # fmt: skip  # two chains
    return pkcs12.serialize_key_and_certificates(
        b"northwind", own, certificate, [issuer], NoEncryption()
    )


def small_pdf(record: str, name: str = ATTACHED) -> bytes:
    """Return a PDF of one empty page that carries a record, without a seal."""
    writer = PdfFileWriter()
    page = PageObject(
        contents=writer.add_object(generic.StreamObject(stream_data=b"")),
        media_box=generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
    )
    writer.insert_page(page)
    held = EmbeddedFileObject.from_file_data(writer, data=record.encode(), compress=True)
    embed_file(writer, FileSpec(file_spec_string=name, file_name=name, embedded_data=held))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sealed_record(record: str) -> bytes:
    """Return a small PDF around a record, sealed: what a forger with a key of their own makes."""
    return sealed(small_pdf(record), our_keys())


def edited(record: str, edit: Callable[[Any], None]) -> str:
    """Return a record with an edit, written canonically again."""
    whole = json.loads(record)
    edit(whole)
    return canonical(whole).decode()


def hole(whole: bytes) -> tuple[int, int]:
    """Return where the digits of the signature begin and end."""
    start = whole.rindex(b"/Contents <") + len(b"/Contents <")
    return start, whole.index(b">", start)
