"""A folder of mails read back: what the demo shows instead of sending."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the folder; ``name`` is its file's, and ``links`` the addresses in its text."""

    name: str
    subject: str
    to: str
    date: datetime
    text: str
    html: str
    links: tuple[str, ...]


def all_in(folder: Path) -> tuple[Mail, ...]:
    """Return the mails of a folder, the newest first; none if there is no such folder."""
    found = [_read(path) for path in _files(folder)]
    return tuple(sorted(found, key=lambda mail: (mail.date, mail.name), reverse=True))


def one_in(folder: Path, name: str) -> Mail | None:
    """Return the mail of this name; any other file of the machine is out of reach."""
    return next((_read(path) for path in _files(folder) if path.stem == name), None)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.eml") if not path.name.startswith("."))


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    text = _part(message, "plain")
    return Mail(
        name=path.stem,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        date=message["Date"].datetime,
        text=text,
        html=_part(message, "html"),
        links=tuple(LINK.findall(text)),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()) if part is not None else ""
