"""Settings: one frozen value read from the environment, which refuses to be half-configured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from portal.domain.refusals import Refusal

SHORTEST_SECRET = 32
SENDER = "Mutual plan <plans@localhost>"
DEMO_DATABASE = Path("var/demo.db")
BASE_URL_WANTED = "Set PORTAL_BASE_URL to how people reach this server: https://host."
SEAL_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PLACEHOLDERS = ("change", "secret", "example", "default", "password")


class HalfConfigured(Refusal):
    """A server that starts with a default secret or without its address is open to everybody."""


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """An OpenID Connect provider, and how this installation is known to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ from one installation to another; the names are PORTAL_*.

    ``secret_key`` signs idle times and CSRF tokens; ``base_url`` is how people reach the server,
    without a slash at its end; ``files`` is the folder for PDFs; ``seal_p12`` holds the operator's
    own seal, opened with ``seal_passphrase``, ``tsa_url`` is the timestamp authority that its time
    comes from, and ``seal_level`` its level (PAdES); ``demo`` shows the mailbox.
    """

    database_url: str
    secret_key: str = field(repr=False)
    base_url: str
    mail_url: str = field(default="", repr=False)
    mail_from: str = SENDER
    files: Path = Path("var/files")
    seal_p12: Path | None = None
    seal_passphrase: str = field(default="", repr=False)
    tsa_url: str = ""
    seal_level: str = "B-B"
    demo: bool = False
    single_sign_on: SingleSignOn | None = None

    @property
    def is_secure(self) -> bool:
        """Tell whether people come over HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def mail_folder(self) -> Path:
        """Where mails are put when no mail server is named."""
        parts = urlsplit(self.mail_url)
        return Path(parts.path) if parts.scheme == "file" else self.files.parent / "mail"

    @property
    def is_embedded(self) -> bool:
        """Tell whether the database is the embedded SQLite."""
        return self.database_url.startswith("sqlite")


def read(environment: Mapping[str, str]) -> Settings:
    """Read and check the settings.

    Raises:
        HalfConfigured: naming the setting that is missing or unsafe, and what to write.
    """
    if environment.get("FLASK_DEBUG", "0") not in {"", "0"} or environment.get("PORTAL_DEBUG"):
        raise HalfConfigured("Debug mode shows secrets to visitors: unset FLASK_DEBUG.")
    return Settings(
        database_url=_database(environment.get("PORTAL_DATABASE_URL", "")),
        secret_key=_secret(environment.get("PORTAL_SECRET_KEY", "")),
        base_url=_base_url(environment.get("PORTAL_BASE_URL", "")),
        mail_url=_mail(environment.get("PORTAL_MAIL_URL", "")),
        mail_from=environment.get("PORTAL_MAIL_FROM", "") or SENDER,
        files=files_folder(environment),
        seal_p12=seal_p12(environment),
        seal_passphrase=seal_passphrase(environment),
        tsa_url=tsa_url(environment),
        seal_level=seal_level(environment),
        single_sign_on=_single_sign_on(
            environment.get("PORTAL_OIDC_ISSUER", ""),
            environment.get("PORTAL_OIDC_CLIENT_ID", ""),
            environment.get("PORTAL_OIDC_CLIENT_SECRET", ""),
        ),
    )


def database_url(environment: Mapping[str, str]) -> str:
    """Read which database to use, for commands that need nothing else.

    Where none is named it is the demo's, once the demo has made it.

    Raises:
        HalfConfigured: if none is named and there is none of the demo.
    """
    named = environment.get("PORTAL_DATABASE_URL", "")
    if not named and DEMO_DATABASE.exists():
        return f"sqlite:///{DEMO_DATABASE}"
    return _database(named)


def files_folder(environment: Mapping[str, str]) -> Path:
    """Read the folder for PDFs.

    Raises:
        HalfConfigured: if it is no address of a folder.
    """
    parts = urlsplit(environment.get("PORTAL_FILES_URL", ""))
    if parts.scheme not in {"", "file"}:
        raise HalfConfigured("Set PORTAL_FILES_URL to file:///folder.")
    return Path(parts.path or "var/files")


def seal_p12(environment: Mapping[str, str]) -> Path | None:
    """Read where the operator's own seal is, or None.

    Raises:
        HalfConfigured: if there is no such file.
    """
    named = environment.get("PORTAL_SEAL_P12", "")
    if named and not Path(named).is_file():
        raise HalfConfigured("Set PORTAL_SEAL_P12 to a P12 file with a key and its certificate.")
    return Path(named) if named else None


def seal_passphrase(environment: Mapping[str, str]) -> str:
    """Read what opens the operator's own seal."""
    return environment.get("PORTAL_SEAL_PASSPHRASE", "")


def tsa_url(environment: Mapping[str, str]) -> str:
    """Read which timestamp authority gives the seal its time; empty if none.

    Raises:
        HalfConfigured: if it is no address.
    """
    url = environment.get("PORTAL_TSA_URL", "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise HalfConfigured(
            "Set PORTAL_TSA_URL to the address of an RFC 3161 authority, https://..."
        )
    return url


def seal_level(environment: Mapping[str, str]) -> str:
    """Read the level of the seal (PAdES): with an authority B-T or what is asked for, else B-B.

    Raises:
        HalfConfigured: if it is none, or does not agree with whether an authority is named.
    """
    url = tsa_url(environment)
    level = environment.get("PORTAL_SEAL_LEVEL", "") or ("B-T" if url else "B-B")
    if level not in SEAL_LEVELS or (level != "B-B") != bool(url):
        raise HalfConfigured(
            "Set PORTAL_SEAL_LEVEL to B-T, B-LT or B-LTA and name the authority in PORTAL_TSA_URL,"
            " or set it to B-B and name none."
        )
    return level


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise HalfConfigured(
            "Set PORTAL_DATABASE_URL to sqlite:///path/to/file.db or postgresql://user@host/name."
        )
    return url


def _secret(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 8:
        raise HalfConfigured(
            f"Set PORTAL_SECRET_KEY to at least {SHORTEST_SECRET} random characters."
        )
    if any(word in secret.lower() for word in PLACEHOLDERS):
        raise HalfConfigured("PORTAL_SECRET_KEY looks like a placeholder: make a random one.")
    return secret


def _base_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        rest = (parts.username, parts.path.strip("/"), parts.query, parts.fragment)
        is_address = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        raise HalfConfigured(BASE_URL_WANTED) from None
    if not is_address or any(rest):
        raise HalfConfigured(BASE_URL_WANTED)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise HalfConfigured("PORTAL_BASE_URL must begin with https:// unless it is this machine.")
    return url.rstrip("/")


def _single_sign_on(issuer: str, client_id: str, client_secret: str) -> SingleSignOn | None:
    if not any((issuer, client_id, client_secret)):
        return None
    if not all((issuer, client_id, client_secret)):
        raise HalfConfigured(
            "Set PORTAL_OIDC_ISSUER, PORTAL_OIDC_CLIENT_ID and PORTAL_OIDC_CLIENT_SECRET, or none."
        )
    try:
        parts = urlsplit(issuer)
        has_place = parts.hostname and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        has_place = False
    is_safe = has_place and (parts.scheme == "https" or parts.hostname in LOOPBACK)
    if not is_safe:
        raise HalfConfigured("Set PORTAL_OIDC_ISSUER to https://host/path, as the provider says.")
    return SingleSignOn(issuer, client_id, client_secret)


def _mail(url: str) -> str:
    if url and urlsplit(url).scheme not in {"smtp", "smtps", "file"}:
        raise HalfConfigured(
            "Set PORTAL_MAIL_URL to smtp://user:password@host:port, smtps://... or file:///folder."
        )
    return url
