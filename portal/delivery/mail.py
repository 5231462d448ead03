"""Mail: an order becomes one message in two forms, and a message goes to a server or a folder."""

import os
import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from portal.delivery import account_letters, files
from portal.delivery.letters import Order, words
from portal.delivery.plain import line
from portal.delivery.templates import rendered
from portal.domain.refusals import Refusal
from portal.settings import LOOPBACK, Settings

Send: TypeAlias = Callable[[EmailMessage], None]

SERVER_ANSWERS_WITHIN = 30  # seconds, each time it is asked something
# Below the outbox's lease, so that a slow server never makes a second worker begin.
ENDS_WITHIN = 100.0  # seconds, for the whole conversation
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587
FOR_GOOD = 500  # from this reply on


class MailNotTaken(Refusal):
    """The server is down, refuses the message, or cannot be trusted with it; it waits with us."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"The mail server {host} did not take the message: {line(reason)}")


class MailRefused(MailNotTaken):
    """The server will not have this message, now or later: trying for days would be rude."""


class NoAddress(Refusal):
    """A message can only go to an address."""

    def __init__(self, text: str) -> None:
        super().__init__(f"'{line(text)}' is not an e-mail address; give the person another one.")


class _Hasty(smtplib.SMTP):
    """A conversation that ends in time, however slowly the server answers each question."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._until = time.monotonic() + ENDS_WITHIN
        super().__init__(*arguments, **named)

    def send(self, s: Any) -> None:
        """Say something, if there is time left."""
        self._hurry()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Listen, for no longer than there is time left."""
        self._hurry()
        return super().getreply()

    def _hurry(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            self.close()
            raise smtplib.SMTPServerDisconnected("it answers too slowly.")
        if self.sock is not None:
            self.sock.settimeout(min(SERVER_ANSWERS_WITHIN, left))


class _HastyEncrypted(_Hasty, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def compose(order: Order, sender: str) -> EmailMessage:
    """Return the message for an order, the same one however often it is asked for.

    Raises:
        NoSuchLetter: if the order's kind is not known.
        NoAddress: if recipient or sender is no address.
    """
    to_supplier = order.kind in account_letters.KINDS
    said = account_letters.words(order) if to_supplier else words(order)
    recipient = line(order.recipient)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = line(said.subject)
    message["From"] = _address(sender)
    message["To"] = _address(recipient, line(str(order.payload.get("name", ""))))
    message["Date"] = format_datetime(order.created_at)
    message["Message-ID"] = order.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered("mail/letter.txt", words=said, recipient=recipient))
    message.add_alternative(
        rendered("mail/letter.html", words=said, recipient=recipient), subtype="html"
    )
    # The boundary is drawn at random unless it is given; a second copy should equal the first.
    message.set_boundary(f"=_{files.OUTSIDE_A_NAME.sub('', order.message_id)}_=")
    return message


def sender_for(settings: Settings) -> Send:
    """Return what sends messages as the settings say: a mail server, or a folder."""
    parts = urlsplit(settings.mail_url)
    if parts.scheme in PORTS:
        return lambda message: _to_server(message, parts)
    return lambda message: to_folder(message, settings.mail_folder)


def to_folder(message: EmailMessage, folder: Path) -> None:
    """Put a message into a folder as a file named after its Message-ID, whole or not at all.

    A second delivery of the same message replaces the first.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = files.mail_in(folder, str(message["Message-ID"]))
    partial = folder / f".{whole.stem}.{os.getpid()}"
    partial.write_bytes(message.as_bytes(policy=SMTP))
    partial.replace(whole)


def _address(text: str, name: str = "") -> Address:
    shown, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode() if domain else ""
        if not local or not ascii_domain:
            raise NoAddress(text)
        return Address(name or shown, local, ascii_domain)
    except ValueError as fault:
        raise NoAddress(text) from fault


def _to_server(message: EmailMessage, parts: SplitResult) -> None:
    host = parts.hostname or ""
    try:
        server = _connected(parts, host)
        try:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
            # It has the message: whatever becomes of the good-bye is no reason to send it again.
            with suppress(OSError):
                server.quit()
        finally:
            server.close()
    except (OSError, ValueError) as fault:  # smtplib's own errors are OSErrors
        kind = MailRefused if _is_final(fault) else MailNotTaken
        raise kind(host, _reason(fault)) from fault


def _connected(parts: SplitResult, host: str) -> smtplib.SMTP:
    """Open a connection, encrypted where the server offers it; a password travels in no other."""
    port = parts.port or (
        SUBMISSION if parts.username and parts.scheme == "smtp" else PORTS[parts.scheme]
    )
    context = _trust(host)
    if parts.scheme == "smtps":
        return _HastyEncrypted(host, port, timeout=SERVER_ANSWERS_WITHIN, context=context)
    server = _Hasty(host, port, timeout=SERVER_ANSWERS_WITHIN)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif parts.username and host not in LOOPBACK:
            raise MailNotTaken(host, "it offers no encryption for the password; use smtps://.")
    except BaseException:
        server.close()
        raise
    return server


def _trust(host: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if host in LOOPBACK:  # nobody stands in between, and no authority certifies localhost
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_final(fault: Exception) -> bool:
    """Tell whether the recipient or the content was refused for good (RFC 5321, 4.2.1: 5yz).

    A wrong password or a sender not allowed yet is the operator's to mend, and is waited for.
    """
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _ in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= FOR_GOOD


def _reason(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"
    return str(fault) or type(fault).__name__


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
