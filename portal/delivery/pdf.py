"""The child that makes a PDF: a sheet comes in as JSON, the file goes out; nothing else is open.

Only this module imports WeasyPrint, and it runs in a process of its own:
``python -m portal.delivery.pdf``.
"""

import hashlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.delivery.templates import STATIC, rendered

# Tagged for screen readers, made to be kept, and allowed to carry the record as an attachment.
VARIANT = "pdf/a-3a"
OWN = "static:"
FAULTY = 3


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches the fonts of ``static/fonts`` and refuses everything else, the network above all."""

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """Return one of our own fonts.

        Raises:
            ValueError: for any other address.
        """
        name = url.removeprefix(OWN)
        fonts = {path.name: path for path in (STATIC / "fonts").glob("*.woff2")}
        if not url.startswith(OWN) or name not in fonts:
            raise ValueError("a paper is made from its own fonts and nothing else")
        return URLFetcherResponse(url, fonts[name].read_bytes(), {"Content-Type": "font/woff2"})


def made(sheet: Mapping[str, Any]) -> bytes:
    """Return the PDF of a sheet: the same bytes whenever, wherever and however often it is made."""
    os.environ["SOURCE_DATE_EPOCH"] = str(sheet["made_at"])
    at = datetime.fromtimestamp(sheet["made_at"], UTC)
    page = rendered("pdf/plan.html", **sheet, made=at.isoformat())
    fetcher = OwnFilesOnly()
    record = Attachment(
        string=sheet["attachment"]["text"],
        name=sheet["attachment"]["name"],
        description="The record of this plan: every entry, document and answer",
        created=at,
        modified=at,
        relationship="Data",
        url_fetcher=fetcher,
    )
    whole: bytes = HTML(string=page, url_fetcher=fetcher, base_url=OWN).write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=hashlib.sha256(sheet["identifier"].encode()).digest()[:16],
        attachments=[record],
    )
    return whole


class _Faults(logging.Handler):
    """Counts what WeasyPrint calls errors: a paper that lacks something is no paper."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def main() -> int:
    """Read a sheet from standard input and write its PDF to standard output."""
    faults = _Faults()
    logging.getLogger("weasyprint").handlers = [faults]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    whole = made(json.load(sys.stdin))
    if faults.found:
        sys.stderr.write("\n".join(faults.found) + "\n")
        return FAULTY
    sys.stdout.buffer.write(whole)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
