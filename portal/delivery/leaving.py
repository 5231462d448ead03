"""Everything of a plan as one ZIP that verifies itself: the sealed PDF, and what can be read."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from portal.delivery.paper._page import Revision
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.evidence import ATTACHED, attachment, evidence
from portal.domain.canonical import canonical

PDF, LEDGER, MANIFEST, README = "plan.pdf", "ledger.csv", "MANIFEST.sha256", "README.txt"
FIRST_YEAR_OF_ZIP = 1980
READABLE_BY_ALL = 0o644 << 16
UNIX = 3
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
ABOUT = """{title}
{buyer} with {supplier}, as it stood on {day} (UTC), at entry {seq} of its record.

What is here
  {pdf}        the plan on paper, sealed, with the record inside it
  {evidence}   the record itself: every entry, revision and answer, as it is inside the PDF
  {ledger}     the entries in words, for a spreadsheet
  revisions/      every revision of every document: .json is what its fingerprint is of, .txt is
                  the same to read
  {manifest} the SHA-256 of each file here but itself

How to check it, without the server it came from
  1. Nothing changed on the way:   sha256sum -c {manifest}
     (on a Mac: shasum -a 256 -c {manifest})
  2. A revision is the one that was answered: the SHA-256 of its .json file is the fingerprint
     that stands in the record and in the receipts you were mailed.
  3. The PDF is whole:   portal verify {pdf}
     or at {verify}. Your PDF reader shows its seal, too.
  4. The record is the one you were told of: it ends at the fingerprint
     {head}
     which stands in the receipt of entry {seq} or follows from the one you hold:
     portal verify {pdf} --head FINGERPRINT

The same plan at the same entry gives the same file, byte for byte.
"""


def archive(copy: Copy, pdf: bytes) -> bytes:
    """Return the ZIP of a plan; ``pdf`` is its sealed PDF at the same head.

    Names are sorted, and the one date on everything is that of the last entry: the same copy and
    the same PDF give the same bytes.
    """
    files = dict(_files(copy, pdf))
    files[MANIFEST] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    ).encode()
    at = datetime.fromisoformat(copy.evidence.entries[-1].body["at"]).astimezone(UTC)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as put:
        for name, data in sorted(files.items()):
            put.writestr(_entry(name, at), data, zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(at.year, FIRST_YEAR_OF_ZIP), *at.timetuple()[1:6]))
    info.external_attr, info.create_system = READABLE_BY_ALL, UNIX
    return info


def _files(copy: Copy, pdf: bytes) -> Iterator[tuple[str, bytes]]:
    yield PDF, pdf
    yield ATTACHED, attachment(copy).encode()
    yield LEDGER, _ledger(copy)
    yield README, _about(copy)
    for revision in copy.evidence.revisions:
        name = f"revisions/{_plain(revision.document_id)}-{revision.number}"
        yield f"{name}.json", canonical(revision.content)
        yield f"{name}.txt", _to_read(copy, revision)


def _plain(document: str) -> str:
    """Return a document's id as the name of a file: a statement's holds a colon."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in document)


def _to_read(copy: Copy, revision: Revision) -> bytes:
    by = copy.page.plan.supplier if revision.made_by_side == "supplier" else copy.page.plan.buyer
    written = json.dumps(revision.content, ensure_ascii=False, indent=2, sort_keys=True)
    head = (
        f"{revision.title}, revision {revision.number}\n"
        f"Written by {by}, {copy.moment(revision.made_at)}\n"
        f"Fingerprint {revision.hash}\n"
    )
    return f"{head}\n{written}\n".encode()


def _ledger(copy: Copy) -> bytes:
    text = io.StringIO()
    put = csv.writer(text, lineterminator="\n")
    put.writerow(("entry", "when (UTC)", "who", "what", "fingerprint"))
    for one in evidence(copy)["entries"]:
        put.writerow(
            _cell(value)
            for value in (one["seq"], one["when"], one["who"], one["what"], one["hash"])
        )
    return text.getvalue().encode()


def _cell(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(FORMULA)
    return f"'{value}" if is_formula else value


def _about(copy: Copy) -> bytes:
    plan = copy.page.plan
    at = datetime.fromisoformat(copy.evidence.entries[-1].body["at"]).astimezone(UTC)
    return ABOUT.format(
        title=plan.title, buyer=plan.buyer, supplier=plan.supplier, day=f"{at:%Y-%m-%d %H:%M:%S}",
        seq=plan.ledger_seq, head=plan.ledger_head, pdf=PDF, evidence=ATTACHED, ledger=LEDGER,
        manifest=MANIFEST, verify=f"{copy.base_url}/verify" if copy.base_url else "the server",
    ).encode()  # fmt: skip  # a table
