"""The command ``export``: writes a plan's sealed PDF as it stands, whole or not at all."""

import argparse
import hashlib
import json
import os
from pathlib import Path

from portal import settings
from portal.actions import export
from portal.actions.means import Means
from portal.commands.arguments import CannotWrite
from portal.delivery import files, notary, sealing
from portal.delivery.leaving import archive
from portal.delivery.paper.copy import Copy
from portal.delivery.paper.sheet import PAPERS, require, sheet
from portal.domain.refusals import Refusal
from portal.store import migrating
from portal.store.plans import NotFound
from portal.store.transaction import Store

HELP = "write a plan's PDF as it stands, or everything of it as a ZIP"

ZIP = ".zip"


class NoSuchPlan(Refusal):
    """A plan is named with its organisation."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"There is no plan '{address}': write it as organisation.plan, as in its address /p/..."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("plan", metavar="PLAN", help="organisation.plan, as in its address")
    parser.add_argument("file", metavar="FILE.pdf|.zip", help="where to write it")
    parser.add_argument("--paper", metavar="|".join(PAPERS), default="a4", help="default: a4")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF of the plan named.

    Raises:
        UnknownPaper, NoSuchPlan, CheckpointNotMade, PaperNotMade, SealNotMade, CannotWrite: see
            each class.
        NotMigrated, Unreachable: if there is no such database to read.
    """
    require(arguments.paper)
    url = settings.database_url(os.environ)
    migrating.check_current(url)
    store = Store(url)
    try:
        base_url = os.environ.get("PORTAL_BASE_URL", "").rstrip("/")
        data = _made(Means(store, b"", base_url), arguments.plan, arguments.paper, arguments.file)
    finally:
        store.close()
    try:
        files.replace(Path(arguments.file), data)
    except OSError as fault:
        raise CannotWrite(arguments.file, fault.strerror or "it is out of reach") from fault
    if arguments.json:
        print(json.dumps(as_json(arguments, data)))
    return 0


def as_json(arguments: argparse.Namespace, data: bytes) -> dict[str, str | int]:
    """Return what was written where: ``bytes`` is its size, ``sha256`` of the whole file."""
    return {
        "plan": arguments.plan,
        "file": arguments.file,
        "paper": arguments.paper,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _made(means: Means, address: str, paper: str, file: str) -> bytes:
    """Return the PDF that the worker made and keeps for this head, or one made now; or the ZIP."""
    organisation, _, plan = address.partition(".")
    folder, is_zip = settings.files_folder(os.environ), file.lower().endswith(ZIP)
    try:
        kept = export.progress(means, folder, organisation, plan, paper).path
        if kept is not None and not is_zip:
            return kept.read_bytes()
        copy = _copy(means, folder, organisation, plan)
    except NotFound as missing:
        raise NoSuchPlan(address) from missing
    kept = export.stored(means, folder, organisation, plan, copy.page.plan.ledger_head, paper)
    pdf = kept.read_bytes() if kept else _press(folder, means.base_url)(sheet(copy, paper))
    return archive(copy, pdf) if is_zip else pdf


def _copy(means: Means, folder: Path, organisation: str, plan: str) -> Copy:
    signs = notary.notary(folder, means.base_url)
    if signs.is_named:
        return export.covered_copy(means, organisation, plan, signs)
    return export.copy_of(means, organisation, plan)


def _press(folder: Path, base_url: str) -> sealing.Print:
    p12, passphrase = settings.seal_p12(os.environ), settings.seal_passphrase(os.environ)
    authority, level = settings.tsa_url(os.environ), settings.seal_level(os.environ)
    return sealing.press(sealing.keeper(folder, base_url, p12, passphrase, authority, level))
