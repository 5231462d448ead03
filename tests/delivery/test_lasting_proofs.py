"""What both verifiers make of the answers about certificates that a file holds: by forged files."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import crl, ocsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from portal.delivery import seal
from portal.delivery.verifying.sealed import LEVEL
from tests.delivery.authority import Authority
from tests.delivery.both import faults
from tests.delivery.certifying import ANSWERS, DER, LISTS, House
from tests.delivery.seals import our_keys, small_pdf
from tests.delivery.standalone import Stranger

RECORD = "{}"


def forged(house: House, authority: Authority, paths: list[str]) -> bytes:
    """Return a file that holds answers of a forger's choice, whoever's they are, under its seal."""
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(small_pdf(RECORD)))
    said = {path: house.answer(path)[1] for path in paths}
    held = [each for one in (house.holders["signer"], house.holders["authority"])
            for each in (one.certificate, *one.above)]  # fmt: skip  # one list
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None,
        certs=[asn1.Certificate.load(one.public_bytes(DER)) for one in held],
        ocsps=[ocsp.OCSPResponse.load(said[one]) for one in paths if one.startswith("ocsp")],
        crls=[crl.CertificateList.load(said[one]) for one in paths if one.startswith("crl")],
    )  # fmt: skip  # one call
    writer.write(out)
    house.right()
    return seal.sealed(out.getvalue(), house.signers_keys(), None, authority.url)


def test_right_answers_make_a_b_lt_whoever_put_them_there(
    stranger: Stranger, house: House, authority: Authority
) -> None:
    data = forged(house, authority, [*ANSWERS, *LISTS])
    assert not faults(data, stranger)
    assert stranger.judges(data)["sealed_by"]["level"] == "B-LT"


@pytest.mark.parametrize(("minutes", "holds"), [(20, True), (40, False)])
def test_an_answer_that_is_always_to_be_renewed_holds_for_half_an_hour(
    stranger: Stranger, house: House, authority: Authority, minutes: int, holds: bool
) -> None:
    house.newest, house.age = True, timedelta(minutes=minutes)
    found = faults(forged(house, authority, [*ANSWERS, *LISTS]), stranger)
    assert (not found) is holds


@pytest.mark.parametrize("path", [*ANSWERS, *LISTS])
def test_a_missing_answer_is_found(
    stranger: Stranger, house: House, authority: Authority, path: str
) -> None:
    paths = [one for one in (*ANSWERS, *LISTS) if one != path]
    assert "Nothing in the file shows" in faults(forged(house, authority, paths), stranger)[LEVEL]


def _revoke(name: str) -> Callable[[House], None]:
    return lambda house: house.revoked.add(house.holders[name].certificate.serial_number)


@pytest.mark.parametrize(("change", "reason"), [
    (_revoke("signer"), "the certificate was revoked on"),
    (_revoke("northwind.issuing"), "the certificate was revoked on"),
    (_revoke("authority"), "the certificate was revoked on"),
    (_revoke("oslo.issuing"), "the certificate was revoked on"),
    (lambda house: setattr(house, "age", timedelta(days=2)), "it is out of date"),
    (lambda house: setattr(house, "age", timedelta(hours=-1)), "it is out of date"),
    (lambda house: setattr(house, "forged", True), "it is not signed by whom it should be"),
    (lambda house: setattr(house, "unknown", True), "it does not know the certificate"),
])  # fmt: skip  # a table
def test_answers_that_prove_nothing_are_found(
    stranger: Stranger,
    house: House,
    authority: Authority,
    change: Callable[[House], None],
    reason: str,
) -> None:
    change(house)
    assert reason in faults(forged(house, authority, [*ANSWERS, *LISTS]), stranger)[LEVEL]


def scoped(**terms: Any) -> x509.IssuingDistributionPoint:
    all_terms: dict[str, Any] = {
        "full_name": None, "relative_name": None, "only_contains_user_certs": False,
        "only_contains_ca_certs": False, "only_some_reasons": None, "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }  # fmt: skip  # RFC 5280, 5.2.5
    return x509.IssuingDistributionPoint(**(all_terms | terms))


@pytest.mark.parametrize(("scope", "holds"), [
    (scoped(only_contains_user_certs=True), True),
    (scoped(only_contains_ca_certs=True), False),
    (scoped(only_contains_attribute_certs=True), False),
    (scoped(indirect_crl=True), False),
    (scoped(only_some_reasons=frozenset([x509.ReasonFlags.key_compromise])), False),
    (scoped(full_name=[x509.UniformResourceIdentifier("http://elsewhere.test/")]), False),
    (x509.DeltaCRLIndicator(1), False),
])  # fmt: skip  # a table
def test_a_list_that_is_not_whole_for_a_certificate_shows_nothing_of_it(
    stranger: Stranger,
    house: House,
    authority: Authority,
    scope: x509.ExtensionType,
    holds: bool,
) -> None:
    house.scopes["crl/authority"] = scope
    found = faults(forged(house, authority, [*ANSWERS, *LISTS]), stranger)
    assert (not found) is holds


def test_a_list_of_the_very_place_that_a_certificate_names_is_about_it(
    stranger: Stranger, house: House, authority: Authority
) -> None:
    place = x509.UniformResourceIdentifier(f"{house.url}crl/authority")
    house.scopes["crl/authority"] = scoped(full_name=[place])
    assert not faults(forged(house, authority, [*ANSWERS, *LISTS]), stranger)


def test_a_responder_that_would_have_to_be_asked_about_shows_nothing(
    stranger: Stranger, house: House, authority: Authority
) -> None:
    sent, issuing = house.holders["responder"], house.holders["northwind.issuing"]
    house.holders["responder"] = house.issue(
        "Responder", issuing, usage=ExtendedKeyUsageOID.OCSP_SIGNING, is_checked=True
    )
    try:
        found = faults(forged(house, authority, [*ANSWERS, *LISTS]), stranger)
    finally:
        house.holders["responder"] = sent
    assert "it is not signed by whom it should be" in found[LEVEL]


def test_a_list_that_cannot_be_read_is_found(
    stranger: Stranger, house: House, authority: Authority
) -> None:
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(small_pdf(RECORD)))
    answer = ocsp.OCSPResponse.load(house.answer("ocsp/signer")[1])
    answer["response_status"] = "try_later"
    DocumentSecurityStore.supply_dss_in_writer(writer, None, ocsps=[answer])
    writer.write(out)
    data = seal.sealed(out.getvalue(), our_keys(), None, authority.url)
    assert faults(data, stranger)
