"""A PDF against WeasyPrint alone on the same page: what the child and the evidence add."""

import io
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from pypdf import PdfReader

from portal.actions.export import copy_of
from portal.delivery.paper.sheet import sheet
from portal.delivery.printing import printed
from portal.delivery.templates import ROOT, rendered
from portal.store import migrating
from portal.store.transaction import Store
from tests.actions.people import means_on
from tests.delivery.believable import believable

TIMES = 3
ALONE = """
import sys
from weasyprint import HTML
from portal.delivery.pdf import OWN, VARIANT, OwnFilesOnly
page = sys.stdin.read()
whole = HTML(string=page, url_fetcher=OwnFilesOnly(), base_url=OWN).write_pdf(pdf_variant=VARIANT)
sys.stdout.buffer.write(whole)
"""


def twenty_pages() -> None:
    """Print the CPU of a plan's PDF over that of WeasyPrint given the finished HTML."""
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name)}/portal.db"
        migrating.upgrade(url)
        store = Store(url)
        means = means_on(store)
        deal = believable(means)
        copy = copy_of(means, deal.seller.organisation_id, deal.plan)
        store.close()
    given = json.loads(json.dumps(sheet(copy, "a4")))
    page = rendered("pdf/plan.html", **given, made="2026-11-23T09:00:00+00:00")
    ours = alone = 0.0
    for _ in range(TIMES):
        before = _children()
        whole = printed(given)
        ours += _children() - before
        before = _children()
        subprocess.run([sys.executable, "-c", ALONE], input=page.encode(), cwd=ROOT,
                       capture_output=True, check=True)  # fmt: skip  # one call
        alone += _children() - before
    pages = len(PdfReader(io.BytesIO(whole)).pages)
    print(f"  {ours / alone:.2f} times WeasyPrint alone (aim 1.10); {ours / TIMES:.1f} s of CPU,"
          f" {len(whole) // 1024} KB, {pages} pages")  # fmt: skip  # one line


def _children() -> float:
    """Return the seconds of CPU that ended child processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
