"""Whether certificates were revoked: what responders (RFC 6960) and lists (RFC 5280) say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from portal.delivery.plain import long_day
from portal.delivery.verifying.certificates import called, issued

CLOCKS_DIFFER_BY = timedelta(minutes=5)  # of a responder and of a timestamp authority
FRESH_FOR = timedelta(minutes=30)  # an answer whose responder says that newer ones are always had
STRONG = frozenset({"sha256", "sha384", "sha512"})
STALE = "it is out of date"
FORGED = "it is not signed by whom it should be"
UNREADABLE = "it cannot be read"
UNKNOWN = "it does not know the certificate"
ELSEWHERE = "it speaks of other certificates"


@dataclass(frozen=True, slots=True)
class Stock:
    """What a file holds to judge certificates by: others, answers of responders, and lists; DER."""

    certificates: Sequence[bytes] = ()
    answers: Sequence[bytes] = ()
    lists: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one certificate, in force ``since`` and ``until``; ``signed`` as it must be.

    ``against`` is what is said against it, or empty.
    """

    signed: bool
    since: datetime
    until: datetime | None
    against: str

    def fault(self, at: datetime) -> str:
        """Return why it does not show that a certificate was good ``at`` a moment, or nothing."""
        if not self.signed:
            return FORGED
        if self.against:
            return self.against
        is_now = self.since <= at + CLOCKS_DIFFER_BY and self.until and at <= self.until
        return "" if is_now else STALE


def fault(own: bytes, stock: Stock, at: datetime) -> str:
    """Return why a stock does not show that a certificate was good, as a sentence; or nothing.

    Everything up to the self-signed root must be there, and be in force ``at`` that moment.
    """
    path = chain(own, stock.certificates)
    for der, by in pairwise(path):
        certificate, issuer = (x509.load_der_x509_certificate(one) for one in (der, by))
        name = called(certificate.subject)
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return f"The certificate “{name}” was not valid when the seal was made."
        found = [one.fault(at) for one in said_of(certificate, issuer, stock)]
        if not found or any(found):
            why = next(filter(None, found), "it says nothing of it")
            return f"Nothing in the file shows that the certificate “{name}” was good: {why}."
    if not issued(path[-1], path[-1]):
        name = called(x509.load_der_x509_certificate(path[-1]).subject)
        return f"The issuer of the certificate “{name}” is missing in the file."
    return ""


def chain(own: bytes, held: Iterable[bytes]) -> list[bytes]:
    """Return a certificate and those above it, as far as they are held."""
    path, rest = [own], list(held)
    while not issued(path[-1], path[-1]):
        above = next((one for one in rest if one not in path and issued(path[-1], one)), None)
        if above is None:
            break
        path.append(above)
    return path


def said_of(
    certificate: x509.Certificate, issuer: x509.Certificate, stock: Stock
) -> Iterator[Said]:
    """Yield what answers and lists say of one certificate.

    Raises:
        ValueError: if one cannot be read.
    """
    for data in stock.answers:
        if (said := in_answer(data, certificate, issuer)) is not None:
            yield said
    for data in stock.lists:
        if (said := in_list(data, certificate, issuer)) is not None:
            yield said


def in_answer(data: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Said | None:
    """Return what a responder said of a certificate; None if it spoke of others.

    Raises:
        ValueError: if it cannot be read, or the responder refused.
    """
    answer = ocsp.load_der_ocsp_response(data)
    for one in answer.responses:
        asked = ocsp.OCSPRequestBuilder().add_certificate(
            certificate, issuer, one.hash_algorithm
        ).build()  # fmt: skip  # one chain
        if all(
            getattr(one, name) == getattr(asked, name)
            for name in ("serial_number", "issuer_name_hash", "issuer_key_hash")
        ):
            is_good = one.certificate_status is ocsp.OCSPCertStatus.GOOD
            against = _revoked(one.revocation_time_utc) or ("" if is_good else UNKNOWN)
            signed = _is_answered_by(answer, issuer, one.this_update_utc)
            until = one.next_update_utc or one.this_update_utc + FRESH_FOR
            return Said(signed, one.this_update_utc, until, against)
    return None


def _is_answered_by(answer: ocsp.OCSPResponse, issuer: x509.Certificate, at: datetime) -> bool:
    """Tell whether an issuer signed an answer, or somebody it sent who need not be asked about."""
    for one in (issuer, *answer.certificates):
        if _signed(one.public_key(), answer):
            return one == issuer or _is_sent(one, issuer, at)
    return False


def _is_sent(one: x509.Certificate, issuer: x509.Certificate, at: datetime) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
        usage = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        one.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    is_valid = one.not_valid_before_utc <= at <= one.not_valid_after_utc
    return is_valid and ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _signed(key: Any, answer: ocsp.OCSPResponse) -> bool:
    method = answer.signature_hash_algorithm
    if method is None or method.name not in STRONG:
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(method))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), method)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def in_list(data: bytes, certificate: x509.Certificate, issuer: x509.Certificate) -> Said | None:
    """Return what a list of revoked certificates says of one; None if it is about others.

    Raises:
        ValueError: if it cannot be read.
    """
    told = x509.load_der_x509_crl(data)
    if told.issuer != issuer.subject or not _is_about(told, certificate):
        return None
    key: Any = issuer.public_key()
    entry = told.get_revoked_certificate_by_serial_number(certificate.serial_number)
    method = told.signature_hash_algorithm
    signed = method is not None and method.name in STRONG and told.is_signature_valid(key)
    against = _revoked(entry.revocation_date_utc if entry else None)
    return Said(signed, told.last_update_utc, told.next_update_utc, against)


def _revoked(since: datetime | None) -> str:
    return f"the certificate was revoked on {long_day(since.date())}" if since else ""


def _is_about(told: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Tell whether a list is whole for the place that a certificate names (RFC 5280, 5.2.5)."""
    extensions = {one.oid: one for one in told.extensions}
    part = extensions.pop(x509.IssuingDistributionPoint.oid, None)
    if any(one.critical for one in extensions.values()):
        return False
    if part is None:
        return True
    scope: x509.IssuingDistributionPoint = part.value
    if scope.indirect_crl or scope.only_contains_attribute_certs or scope.only_some_reasons:
        return False
    if scope.only_contains_user_certs if _is_issuer(certificate) else scope.only_contains_ca_certs:
        return False
    named = {name for point in points(certificate) for name in point.full_name or ()}
    return not scope.relative_name and (not scope.full_name or bool(named & set(scope.full_name)))


def points(certificate: x509.Certificate) -> list[x509.DistributionPoint]:
    """Return where a certificate says that lists are."""
    try:
        named = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    return list(named)


def _is_issuer(certificate: x509.Certificate) -> bool:
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    return basic.ca
