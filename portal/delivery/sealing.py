"""Sealing: what was printed is given to a child process, and comes back sealed, or a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from portal.delivery import children, printing
from portal.domain.refusals import Refusal

Print: TypeAlias = Callable[[Mapping[str, Any]], bytes]

# Together with printing below the outbox's lease.
FINISHED_WITHIN = 20  # seconds
PASSPHRASE = "PORTAL_SEAL_PASSPHRASE"  # noqa: S105  # the name of a variable
AUTHORITY, LEVEL = "PORTAL_TSA_URL", "PORTAL_SEAL_LEVEL"
ARCHIVED = "B-LTA"
LASTING = frozenset({"B-LT", ARCHIVED})
CERTIFICATES = "certificates"
HEX = frozenset("0123456789abcdef")


class SealNotMade(Refusal):
    """What cannot be sealed is not handed out; the plan is untouched, and it is tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The PDF could not be sealed: {reason}")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who seals, and with what: our own key in ``folder``, or the operator's ``p12``.

    ``name`` stands in a certificate of our own making, which is made at first use; ``authority`` is
    the address of a timestamp authority, or empty; ``level`` is that of the seal (PAdES) where it
    is a lasting one.
    """

    folder: Path
    name: str
    p12: Path | None = None
    passphrase: str = field(default="", repr=False)
    authority: str = ""
    level: str = ""


def keeper(
    files: Path,
    base_url: str,
    p12: Path | None = None,
    passphrase: str = "",
    authority: str = "",
    level: str = "",
) -> Keeper:
    """Return the keeper of the seal beside a folder of files, named after the server's address."""
    host = urlsplit(base_url).hostname
    name = f"Seal of {host}" if host else "Seal of a mutual plan"
    return Keeper(files.parent / "seal", name, p12, passphrase, authority, level)


def press(keeper: Keeper) -> Print:
    """Return what prints a sheet and seals it.

    It raises PaperNotMade and SealNotMade.
    """

    def made(sheet: Mapping[str, Any]) -> bytes:
        return sealed(printing.printed(sheet), keeper)

    return made


def sealed(pdf: bytes, keeper: Keeper) -> bytes:
    """Return a PDF with a seal at its end: ``pdf`` itself is its beginning.

    Raises:
        SealNotMade: if the child ends without one, or takes too long.
    """
    words = [str(keeper.folder.resolve()), keeper.name]
    if keeper.p12 is not None:
        words.append(str(keeper.p12.resolve()))
    try:
        whole = children.run(
            "portal.delivery.seal", *words, given=pdf, within=FINISHED_WITHIN,
            besides={
                PASSPHRASE: keeper.passphrase, AUTHORITY: keeper.authority, LEVEL: keeper.level,
            },
        )  # fmt: skip  # one call
    except children.ChildFailed as failed:
        raise SealNotMade(str(failed)) from failed
    if len(whole) <= len(pdf) or not whole.startswith(pdf):
        raise SealNotMade("the child gave back another file.")
    return whole


def is_ours(files: Path, certificate: str) -> bool:
    """Tell whether a seal was made here, by its certificate's SHA-256 in 64 hex digits."""
    kept = keeper(files, "").folder / CERTIFICATES / f"{certificate}.pem"
    return set(certificate) <= HEX and kept.is_file()
