"""The level of a seal (PAdES): its time, and what the file holds to judge its certificates by."""

from datetime import datetime

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.delivery.verifying import revocation, timestamp
from portal.delivery.verifying.certificates import certificates, raw
from portal.delivery.verifying.document_time import Behind
from portal.delivery.verifying.revocation import Stock

BASELINE, TIMED, LASTING, ARCHIVED = "B-B", "B-T", "B-LT", "B-LTA"
NOTHING_LASTS = "A document timestamp stands behind it, but nothing that would make it last."
OF_ANOTHER = "The document timestamp is of another authority than the time beside the seal."
UNREADABLE = "What the file holds to judge its certificates by cannot be read."


def judged(reader: PdfFileReader, signer: cms.SignedData, behind: Behind | None) -> tuple[str, str]:
    """Return the level of a seal, and why it is not of it, as a sentence; empty if it is.

    ``signer`` is the seal, ``behind`` the document timestamp that was taken off the file.
    """
    (info,) = signer["signer_infos"]
    token, held = timestamp.token_of(info), stock(reader)
    if token is None or held is None:
        return (TIMED if token else BASELINE), (NOTHING_LASTS if behind else "")
    at = timestamp.moment(token)
    faults = [_fault(signer, held, at), _fault(token["content"], held, at)]
    if behind is not None and not behind.fault:
        stamps = [timestamp.told(one) for one in (token, behind.token)]
        is_same = len({one and one.fingerprint for one in stamps}) == 1
        faults.append("" if is_same else OF_ANOTHER)
        faults.append(_fault(behind.token["content"], held, timestamp.moment(behind.token)))
    return (ARCHIVED if behind else LASTING), next(filter(None, faults), "")


def stock(reader: PdfFileReader) -> Stock | None:
    """Return what a file holds to judge certificates by (its DSS), or None if it has none."""
    if "/DSS" not in reader.root:
        return None
    store = reader.root["/DSS"]

    def streams(name: str) -> list[bytes]:
        return [bytes(one.get_object().data) for one in store[name]] if name in store else []

    return Stock(streams("/Certs"), streams("/OCSPs"), streams("/CRLs"))


def _fault(signed: cms.SignedData, held: Stock, at: datetime) -> str:
    own, others = certificates(signed)
    if own is None:
        return UNREADABLE
    beside = Stock([*map(raw, others), *held.certificates], held.answers, held.lists)
    try:
        return revocation.fault(raw(own), beside, at)
    except ValueError:
        return UNREADABLE
