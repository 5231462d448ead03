"""The one thing allowed behind a seal (PAdES B-LTA): a document timestamp over all before it.

For one sealed file one such update is possible, byte for byte, but for the authority's answer: it
is written here when a file is sealed, and written anew to be compared when one is judged.
"""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from asn1crypto import cms, parser
from pyhanko.pdf_utils.generic import IndirectObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.delivery.verifying import timestamp

ROOM = 2 * 20 * 1024  # digits of the authority's answer with its certificates
DIGITS = re.compile(rb"<((?:[0-9A-F]{2})*)>")
END, END_OF_STAMP = b"%%EOF\n", b"\n>>\nendobj\n"
NAMED = "document timestamp"
ANOTHER_FORM = f"The {NAMED} is not written in the one way it can be."
FIELD = (
    b"<<\n/FT /Sig\n/T (Archive)\n/Type /Annot\n/Subtype /Widget\n/F 132\n/Rect [ 0 0 0 0 ]\n"
    b"/P %d 0 R\n/V %d 0 R\n>>"
)
STAMP = (
    b"<<\n/Type /DocTimeStamp\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.RFC3161\n/V 0\n"
    b"/ByteRange [ 0 %-10d %-10d %-10d ]\n/Contents "
)
TABLE = (
    b"<<\n/Type /XRef\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [ <%s> <%s> ]\n/Prev %d\n"
    b"/Index [ %s ]\n/W [ 1 4 2 ]\n/Length %d\n>>\nstream\n"
)


class NoPlace(Exception):
    """A document timestamp that cannot be written behind a file; the text is why."""


@dataclass(frozen=True)  # without slots, for what is computed once
class Behind:
    """A document timestamp: what stands around its digits, and these with ``<`` and ``>``."""

    sealed: bytes
    before: bytes
    digits: bytes
    after: bytes

    @cached_property
    def covered(self) -> bytes:
        """Everything that it covers, which is everything but its own digits."""
        return self.sealed + self.before + self.after

    @cached_property
    def fault(self) -> str:
        """Why it proves no time of all before it, as a sentence; empty if it does."""
        digits = DIGITS.fullmatch(self.digits)
        if not digits:
            return ANOTHER_FORM
        contents = bytes.fromhex(digits[1].decode())
        if contents[parser.peek(contents) :].strip(b"\0"):
            return f"Something was put into the padding of the {NAMED}."
        return timestamp.fault(
            self.token, lambda method: hashlib.new(method, self.covered).digest(), NAMED
        )

    @property
    def token(self) -> cms.ContentInfo:
        """What the authority answered."""
        contents = bytes.fromhex(self.digits[1:-1].decode())
        return cms.ContentInfo.load(contents[: parser.peek(contents)])

    def filled(self, token: bytes) -> bytes:
        """Return the whole file with an authority's answer in its place.

        Raises:
            NoPlace: if the answer is too long for it.
        """
        digits = token.hex().upper().encode()
        if len(digits) > ROOM:
            raise NoPlace("the answer of the authority is too long for a document timestamp")
        return self.sealed + self.before + b"<" + digits.ljust(ROOM, b"0") + b">" + self.after


def taken_off(data: bytes) -> tuple[bytes, Behind | None]:
    """Return a file without the document timestamp behind its seal, and that; None if it has none.

    What is not exactly one is left where it is, and then is a change after the seal.
    """
    place = data.rfind(END, 0, len(data) - len(END)) + len(END)
    if b"/DocTimeStamp" not in data[place:]:
        return data, None
    try:
        blank = behind(data[:place])
    except Exception:  # noqa: BLE001  # a file of another making raises whatever its reader does
        return data, None
    start, end = place + len(blank.before), len(data) - len(blank.after)
    found = Behind(blank.sealed, blank.before, data[start:end], blank.after)
    is_so = data == found.sealed + found.before + found.digits + found.after
    return (found.sealed, found) if is_so and len(found.digits) == ROOM + 2 else (data, None)


def behind(sealed: bytes) -> Behind:
    """Return the one update that puts a document timestamp behind a sealed file, its digits open.

    A new field beside the seal's, among the fields and on the same page; nothing else changes.

    Raises:
        NoPlace: if the file is not one that is sealed here.
    """
    reader = PdfFileReader(io.BytesIO(sealed), strict=True)
    form = reader.root.raw_get("/AcroForm").idnum
    (seal,) = reader.root["/AcroForm"].raw_get("/Fields")
    page = seal.get_object().raw_get("/P")
    beside = page.get_object().raw_get("/Annots")
    holder = beside.idnum if isinstance(beside, IndirectObject) else page.idnum
    new = int(reader.trailer["/Size"])
    objects = {
        form: _with_one_more(reader, sealed, form, seal.idnum, new),
        holder: _with_one_more(reader, sealed, holder, seal.idnum, new),
        new: FIELD % (page.idnum, new + 1),
    }
    before, places = b"", {}
    for number in sorted(objects):
        places[number] = len(sealed) + len(before)
        before += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    places[new + 1] = len(sealed) + len(before)
    before += b"%d 0 obj\n" % (new + 1)
    opened = len(sealed) + len(before) + len(STAMP % (0, 0, 0))
    closed = opened + ROOM + len(b"<>")
    places[new + 2] = closed + len(END_OF_STAMP)
    after = END_OF_STAMP + _table(reader, sealed, places)
    return Behind(sealed, before + STAMP % (opened, closed, len(after)), b"", after)


def _with_one_more(reader: PdfFileReader, sealed: bytes, number: int, seal: int, new: int) -> bytes:
    """Return an object as it stands, the new field behind the seal's in its one list of them."""
    place = reader.xrefs[Reference(number, 0)]
    begins, held = b"%d 0 obj\n" % number, b" %d 0 R ]" % seal
    text = sealed[place : sealed.index(b"\nendobj\n", place)]
    if not text.startswith(begins) or text.count(held) != 1:
        raise NoPlace("its form is of another making")
    return text[len(begins) :].replace(held, b" %d 0 R %d 0 R ]" % (seal, new))


def _table(reader: PdfFileReader, sealed: bytes, places: Mapping[int, int]) -> bytes:
    """Return the table of the objects that are new, itself the last one, and the file's end."""
    first = reader.trailer["/ID"][0].original_bytes.hex().encode()
    numbers = sorted(places)
    rows = b"".join(b"\1" + places[one].to_bytes(4, "big") + b"\0\0" for one in numbers)
    last = numbers[-1]
    return (
        b"%d 0 obj\n" % last
        + TABLE % (
            last + 1, reader.trailer.raw_get("/Root").idnum, reader.trailer.raw_get("/Info").idnum,
            first, hashlib.sha256(sealed).hexdigest()[:32].encode(), reader.last_startxref,
            b" ".join(b"%d 1" % number for number in numbers), len(rows),
        )
        + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[last]
    )  # fmt: skip  # as it stands in the file
