"""The certificates beside a signature: the one it was made with, and those that one rests on."""

from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr

from portal.delivery.plain import line


def raw(value: Any) -> bytes:
    """Return a value of asn1crypto as it stood in what was read.

    Its own ``dump`` takes a length whose last byte is 0x80 for one that is left open, and then
    writes everything inside anew: the same bytes, but for a token in a container it takes a minute.
    """
    contents = getattr(value, "_contents", None)
    if value._header is None or contents is None:
        return bytes(value.dump())
    return bytes(value._header + contents + value._trailer)


def certificates(signed: cms.SignedData) -> tuple[asn1.Certificate | None, list[asn1.Certificate]]:
    """Return the certificate that the signed attributes name by its hash, and the others."""
    (signer,) = signed["signer_infos"]
    named = get_signing_cert_attr(signer["signed_attrs"])
    held = [one.chosen for one in signed["certificates"]]
    own = [one for one in held if named and check_ess_certid(one, named["certs"][0])]
    return (own[0], [one for one in held if one is not own[0]]) if own else (None, held)


def rooted(own: asn1.Certificate, others: list[asn1.Certificate]) -> list[asn1.Certificate]:
    """Return a certificate, then the one that issued it, up to one that issued itself.

    Where ``others`` do not reach that far it is the certificate alone: the last one's bytes would
    be free, since nothing there was signed with the key of its issuer.
    """
    found, rest = [own], list(others)
    while not issued(raw(found[-1]), raw(found[-1])):
        issuer = next((one for one in rest if issued(raw(found[-1]), raw(one))), None)
        if issuer is None:
            return [own]
        rest.remove(issuer)
        found.append(issuer)
    return found


def is_path(own: asn1.Certificate, others: list[asn1.Certificate]) -> bool:
    """Tell whether each certificate was issued by another, so that none of their bytes is free."""
    return len(rooted(own, others)) == 1 + len(others)


def issued(certificate: bytes, by: bytes) -> bool:
    """Tell whether one certificate was signed with the key of another, both as DER."""
    load = x509.load_der_x509_certificate
    try:
        load(certificate).verify_directly_issued_by(load(by))
    except Exception:  # noqa: BLE001  # what cannot be read was issued by nobody
        return False
    return True


def called(name: x509.Name) -> str:
    """Return a certificate's common name, or all of its name, on one line."""
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return line(str(common[0].value) if common else name.rfc4514_string())
