"""What lets a seal be judged for ever (PAdES B-LT): gathered while it is made, from those named.

Only the child that seals loads this module. It asks the addresses that the certificates themselves
name, for each certificate its responder or else its list, and believes no answer that the
verifier would not.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext

from portal.delivery.fetching import Errand, NoAnswer
from portal.delivery.plain import line
from portal.delivery.verifying.certificates import called, issued, raw
from portal.delivery.verifying.revocation import (
    CLOCKS_DIFFER_BY,
    ELSEWHERE,
    UNREADABLE,
    Said,
    chain,
    in_answer,
    in_list,
    points,
)  # fmt: skip  # one list
from portal.domain.refusals import Refusal

LARGEST_ANSWER = 64 * 1024  # bytes, of a responder or of a certificate
LARGEST_LIST = 1024 * 1024  # bytes; it travels in every file
LONGEST_PATH = 8  # certificates
TO_RESPONDER = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}


class NotShownGood(Refusal):
    """Where nothing shows that a certificate is good there is no seal, and none of less."""

    def __init__(self, certificate: x509.Certificate, reason: str) -> None:
        name = called(certificate.subject)
        super().__init__(f"nothing shows that the certificate “{name}” is good: {reason}.")


class WouldNotLast(Refusal):
    """A seal that a verifier would not find to be of its level is never handed out."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the seal would not be of the level of PORTAL_SEAL_LEVEL: {reason}.")


@dataclass
class Gathering:
    """What is gathered for one seal, as DER."""

    errand: Errand
    now: datetime
    certificates: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    lists: list[bytes] = field(default_factory=list)

    def gather(self, own: asn1.Certificate, others: Iterable[asn1.Certificate]) -> None:
        """Gather what shows that a certificate is good, and those it rests on.

        Raises:
            NotShownGood: if that cannot be shown.
        """
        path = self._path(raw(own), [raw(one) for one in others])
        for der, above in pairwise(path):
            self._ask_about(*map(x509.load_der_x509_certificate, (der, above)))
        self.certificates += [one for one in path if one not in self.certificates]

    def _path(self, own: bytes, held: list[bytes]) -> list[bytes]:
        """Return a path to a self-signed root; what is missing is had from where it is named."""
        for _ in range(LONGEST_PATH):
            path = chain(own, held)
            if issued(path[-1], path[-1]):
                return path
            held.append(self._issuer(x509.load_der_x509_certificate(path[-1])))
        raise NotShownGood(x509.load_der_x509_certificate(own), "its issuers do not end")

    def _issuer(self, certificate: x509.Certificate) -> bytes:
        url = next(_named(certificate, Access.CA_ISSUERS), None)
        if url is None:
            raise NotShownGood(certificate, "its issuer is missing, and it names no address of it")
        issuer = self._fetch(certificate, url, LARGEST_ANSWER)
        if not issued(certificate.public_bytes(Encoding.DER), issuer):
            raise NotShownGood(certificate, f"{line(url)} is not its issuer")
        return issuer

    def _ask_about(self, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        responder = next(_named(certificate, Access.OCSP), None)
        place = next(_lists(certificate), None)
        if responder:
            asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303  # it names, and proves nothing
            sent = asked.build().public_bytes(Encoding.DER)
            data = self._fetch(certificate, responder, LARGEST_ANSWER, sent, TO_RESPONDER)
            self._believe(certificate, responder, lambda: in_answer(data, certificate, issuer))
            self.answers.append(data)
        elif place:
            data = self._fetch(certificate, place, LARGEST_LIST)
            self._believe(certificate, place, lambda: in_list(data, certificate, issuer))
            self.lists.append(data)
        else:
            raise NotShownGood(certificate, "it names no responder and no list of revoked ones")

    def _believe(
        self, certificate: x509.Certificate, url: str, read: Callable[[], Said | None]
    ) -> None:
        try:
            said = read()
        except ValueError as wrong:
            raise NotShownGood(certificate, f"{line(url)}: {UNREADABLE}") from wrong
        fault = said.fault(self.now) if said else ELSEWHERE
        if fault:
            raise NotShownGood(certificate, f"{line(url)}: {fault}")

    def _fetch(self, certificate: x509.Certificate, url: str, *sent: Any) -> bytes:
        try:
            return self.errand.fetch(url, *sent)[1]
        except NoAnswer as none:
            raise NotShownGood(certificate, f"{line(url)}: {none}") from none

    def terms(self) -> dict[str, Any]:
        """Return how pyHanko puts all of it into the sealed revision itself, and checks it too."""
        held = [asn1.Certificate.load(one) for one in self.certificates]
        context = ValidationContext(
            trust_roots=[one for one in held if issued(raw(one), raw(one))],
            other_certs=held,
            ocsps=self.answers,
            crls=self.lists,
            allow_fetching=False,
            revocation_mode="require",
            time_tolerance=CLOCKS_DIFFER_BY,
        )
        return {
            "embed_validation_info": True,
            "validation_context": context,
            "signer_key_usage": set(),
            "dss_settings": DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        }


def _named(certificate: x509.Certificate, what: x509.ObjectIdentifier) -> Iterator[str]:
    """Yield the web addresses that a certificate names for something."""
    try:
        named = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return
    yield from _web(one.access_location for one in named.value if one.access_method == what)


def _lists(certificate: x509.Certificate) -> Iterator[str]:
    for point in points(certificate):
        if not point.reasons and not point.crl_issuer:
            yield from _web(point.full_name or ())


def _web(names: Iterable[x509.GeneralName]) -> Iterator[str]:
    for one in names:
        is_address = isinstance(one, x509.UniformResourceIdentifier)
        if is_address and str(one.value).lower().startswith(("http://", "https://")):
            yield str(one.value)
