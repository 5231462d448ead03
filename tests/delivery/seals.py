"""Sealed files for tests: a key of our own, small PDFs around a record, and edits of it."""

import io
import json
from collections.abc import Callable
from functools import cache
from typing import Any

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
