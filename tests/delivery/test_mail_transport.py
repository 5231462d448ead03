"""Where a mail goes: a server, encrypted where it offers that, or a folder."""

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, Envelope

from portal.delivery import mail, mailbox
from portal.delivery.mail import MailNotTaken, MailRefused, compose, sender_for
from portal.settings import Settings
from portal.store import outbox
from tests.delivery.listening import Listening
from tests.delivery.orders import LINK, SENDER, order

FOREIGN = "127.0.0.2"  # this machine, but no name by which we trust it without a certificate


class Taking:
    """A mail server that keeps what it takes."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        self.taken.append(envelope.content if isinstance(envelope.content, bytes) else b"")
        return self.answer


class Unfriendly(Taking):
    """A mail server with a bad end: it takes the message, and is rude to who says good-bye."""

    async def handle_QUIT(self, _server: Any, _session: Any, _envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        return "421 closing for the night"


class Choosy(Taking):
    """A mail server that knows nobody of that name, with the reply it gives."""

    async def handle_RCPT(self, _server: Any, *_: Any) -> str:  # noqa: N802  # aiosmtpd's name
        return self.answer


class Breaking(Taking):
    """A mail server that hangs up when it has the message, and never says that it took it."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        server.transport.close()
        return await super().handle_DATA(server, session, envelope)


class Slow(Taking):
    """A mail server that thinks for a while about everybody it is asked to write to."""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, *said: Any) -> str:  # noqa: N802  # aiosmtpd's name
        await asyncio.sleep(0.5)
        envelope.rcpt_tos.append(said[0])
        return "250 OK"


@pytest.fixture
def serve() -> Iterator[Any]:
    running: list[Listening] = []

    def _serve(handler: Any, hostname: str = "127.0.0.1", **options: Any) -> Listening:
        server = Listening(handler, hostname=hostname, port=0, **options)
        server.start()
        running.append(server)
        return server

    yield _serve
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, chain = folder / "key.pem", folder / "chain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", key, "-out", chain, "-days", "2", "-subj", "/CN=mail",
         "-addext", f"subjectAltName=IP:{FOREIGN}"],
        check=True, capture_output=True,
    )  # fmt: skip  # one command
    return key, chain


@pytest.fixture
def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    key, chain = certificate
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(chain, key)
    return found


def settings(mail_url: str, folder: Path = Path("var")) -> Settings:
    return Settings("sqlite:///x.db", "k" * 32, "https://plans.example", mail_url,
                    files=folder / "files")  # fmt: skip  # one value


def send(mail_url: str) -> None:
    sender_for(settings(mail_url))(compose(order(), SENDER))


def test_a_server_gets_the_whole_message(serve: Any) -> None:
    handler = Taking()
    send(f"smtp://{serve(handler).address}")
    assert b"Message-ID: <letter1.northwind@mutual-plan>" in handler.taken[0]


def test_a_server_that_is_down_is_told_apart() -> None:
    server = Listening(Taking(), hostname="127.0.0.1", port=0)
    server.start()
    address = server.address
    server.stop()
    with pytest.raises(MailNotTaken, match="did not take the message"):
        send(f"smtp://{address}")


def test_a_server_that_refuses_says_why(serve: Any) -> None:
    with pytest.raises(MailNotTaken, match="452 the disk is full"):
        send(f"smtp://{serve(Taking('452 the disk is full')).address}")


def test_a_message_that_was_taken_is_sent_however_the_conversation_ends(serve: Any) -> None:
    handler = Unfriendly()
    send(f"smtp://{serve(handler).address}")
    assert len(handler.taken) == 1


@pytest.mark.parametrize("handler", [Choosy("550 nobody here"), Taking("554 no such content")])
def test_what_is_refused_for_good_is_told_apart(serve: Any, handler: Taking) -> None:
    with pytest.raises(MailRefused, match=handler.answer):
        send(f"smtp://{serve(handler).address}")


@pytest.mark.parametrize("handler", [Choosy("450 not now"), Taking("451 later"), Breaking()])
def test_what_is_refused_for_now_or_broken_off_waits(serve: Any, handler: Taking) -> None:
    with pytest.raises(MailNotTaken) as refused:
        send(f"smtp://{serve(handler).address}")
    assert not isinstance(refused.value, MailRefused)


def test_a_server_that_is_slow_each_time_is_left_before_a_second_worker_would_begin(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outbox.LEASE.total_seconds() > mail.ENDS_WITHIN
    monkeypatch.setattr(mail, "ENDS_WITHIN", 0.4)
    handler = Slow()
    with pytest.raises(MailNotTaken):
        send(f"smtp://{serve(handler).address}")
    assert handler.taken == []


def test_a_password_is_sent_in_its_plain_spelling(serve: Any, context: ssl.SSLContext) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def check(_server: Any, _session: Any, _envelope: Any, _kind: Any, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    server = serve(Taking(), authenticator=check, tls_context=context, require_starttls=True)
    send(f"smtp://plans:p%40ss%3Aword@{server.address}")
    assert seen == [(b"plans", b"p@ss:word")]


def test_a_password_is_not_sent_in_the_clear_to_another_machine(serve: Any) -> None:
    server = serve(Taking(), FOREIGN)
    with pytest.raises(MailNotTaken, match="no encryption for the password"):
        send(f"smtp://plans:word@{server.address}")


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    serve: Any, context: ssl.SSLContext
) -> None:
    handler = Taking()
    with pytest.raises(MailNotTaken, match="CERTIFICATE_VERIFY_FAILED"):
        send(f"smtp://{serve(handler, FOREIGN, tls_context=context).address}")
    assert handler.taken == []


def test_a_server_with_a_known_certificate_is_talked_to_encrypted(
    serve: Any,
    context: ssl.SSLContext,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    handler = Taking()
    send(f"smtp://{serve(handler, FOREIGN, tls_context=context, require_starttls=True).address}")
    assert len(handler.taken) == 1


def test_smtps_is_encrypted_from_the_first_byte(serve: Any, context: ssl.SSLContext) -> None:
    handler = Taking()
    send(f"smtps://{serve(handler, ssl_context=context).address}")
    assert len(handler.taken) == 1


def test_a_folder_gets_one_file_a_message_however_often_it_is_sent(tmp_path: Path) -> None:
    for _ in range(2):
        send(f"file://{tmp_path}")
    assert [path.name for path in tmp_path.iterdir()] == ["letter1.northwind@mutual-plan.eml"]


def test_without_a_mail_server_mails_lie_beside_the_files(tmp_path: Path) -> None:
    sender_for(settings("", tmp_path))(compose(order(), SENDER))
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_nobody_else_on_the_machine_may_look_into_the_folder(tmp_path: Path) -> None:
    send(f"file://{tmp_path / 'mail'}")
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0


def test_a_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    message = compose(order(message_id="<../../outside@x>"), SENDER)
    sender_for(settings(f"file://{tmp_path / 'mail'}"))(message)
    assert [path.parent.name for path in tmp_path.rglob("*.eml")] == ["mail"]


def test_the_mailbox_reads_back_what_was_sent(tmp_path: Path) -> None:
    send(f"file://{tmp_path}")
    (found,) = mailbox.all_in(tmp_path)
    assert found.subject.startswith("Open your plan")
    assert found.to == "Ingrid Solheim <ingrid.solheim@meridianfreight.example>"
    assert found.links == (LINK,)
    assert "<h1" in found.html


def test_the_mailbox_finds_a_mail_by_its_name_and_nothing_else(tmp_path: Path) -> None:
    send(f"file://{tmp_path / 'mail'}")
    (tmp_path / "other.eml").write_text("Subject: not yours\n\n")
    (found,) = mailbox.all_in(tmp_path / "mail")
    assert mailbox.one_in(tmp_path / "mail", found.name) == found
    assert mailbox.one_in(tmp_path / "mail", "../other") is None


def test_a_mailbox_that_nobody_has_written_to_is_empty(tmp_path: Path) -> None:
    assert mailbox.all_in(tmp_path / "none") == ()
