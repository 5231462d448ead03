"""The demonstration as a whole: its secret, its database filled once, and what to print of it."""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.actions import checkpoint
from portal.actions.means import Means, token_hash
from portal.delivery import notary
from portal.demonstration import meridian, others
from portal.demonstration.deal import seed_of
from portal.demonstration.stage import Person, Stage, password_of
from portal.domain.refusals import Refusal
from portal.settings import Settings
from portal.store import accounts, doors, migrating
from portal.store.pages.plan import plan_page
from portal.store.pages.portfolio import plan_list
from portal.store.transaction import Store, Whose

SUPPLIER = "Northwind Analytics"
OWEN = Person("Owen Hartley", "owen.hartley@northwind.example", "Account Director")
TEAM = (
    ("seller", OWEN),
    ("manager", Person("Sofia Brandt", "sofia.brandt@northwind.example", "Solutions Lead")),
    ("reader", Person("Jonas Keller", "jonas.keller@northwind.example", "Implementation Lead")),
    ("owner", Person("Ruth Adeyemi", "ruth.adeyemi@northwind.example", "Managing Director")),
)


class SecretGone(Refusal):
    """Links are drawn from the secret, so without it nobody can be told theirs again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The demonstration in {folder} has lost its secret: remove {folder / 'demo.db'} and"
            " start it again."
        )


class NotTheDemos(Refusal):
    """A database that somebody works with is not to be filled with invented people."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"{database} was not made by the demonstration: name a file that is not there yet in"
            " PORTAL_DATABASE_URL, or unset it."
        )


@dataclass(frozen=True, slots=True)
class Guest:
    """A committee member with the personal link that opens their room."""

    email: str
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan with its committee; ``id`` is as addresses and commands write it."""

    id: str
    title: str
    members: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything needed to try it: where it is served, and who signs in how."""

    base_url: str
    sellers: tuple[tuple[str, str], ...]
    plans: tuple[SharedPlan, ...]


def settings_for(folder: Path, base_url: str, named: Path | None = None) -> Settings:
    """Return the settings of the demonstration kept in ``folder``, making its secret if needed.

    ``named`` is the file of its database, where that is not ``demo.db``; another name's secret is
    another secret, so that no database is ever taken for the demonstration's.

    Raises:
        SecretGone: if the database is there and the secret is not.
        NotTheDemos: if a database of that name is there and was not made here.
    """
    database = named or folder / "demo.db"
    kept = folder / (f"{named.name}-demo-secret" if named else "demo-secret")
    if not kept.exists():
        if database.exists():
            raise NotTheDemos(database) if named else SecretGone(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(kept, secrets.token_hex(32))
    return Settings(
        database_url=f"sqlite:///{database.resolve()}",
        secret_key=kept.read_text(encoding="ascii").strip(),
        base_url=base_url,
        files=folder.resolve() / "files",
        demo=True,
    )


def fill(settings: Settings, now: datetime | None = None) -> None:
    """Fill the database unless it is there; it appears whole or not at all.

    Raises:
        Unreachable: if it cannot be written.
        CheckpointNotMade: if what was filled cannot be signed.
    """
    whole = Path(settings.database_url.removeprefix("sqlite:///"))
    if whole.exists():
        if migrating.current(settings.database_url) != migrating.head():
            migrating.upgrade(settings.database_url)
        return
    partial = whole.with_name(f".{whole.name}.{os.getpid()}")
    migrating.upgrade(f"sqlite:///{partial}")
    store = Store(f"sqlite:///{partial}")
    try:
        stage = Stage(store, settings.secret_key.encode(), now or datetime.now(UTC))
        _tell(stage)
        checkpoint.make(stage.means, notary.notary(settings.files, settings.base_url))
    finally:
        store.close()  # the last connection folds the write-ahead log into the file
    partial.replace(whole)


def describe(settings: Settings) -> Demonstration:
    """Return who signs in how; the links are computed, never kept."""
    store, key = Store(settings.database_url), settings.secret_key.encode()
    means = Means(store, key, settings.base_url)
    try:
        plans = tuple(_plans(means))
    finally:
        store.close()
    sellers = tuple((one.email, password_of(key, one.email)) for _, one in TEAM)
    return Demonstration(settings.base_url, sellers, plans)


def _tell(stage: Stage) -> None:
    stage.at(60, "09:00")
    team = {one.name: stage.account(SUPPLIER, role, one) for role, one in TEAM}
    owen, sofia = team["Owen Hartley"], team["Sofia Brandt"]
    meridian.tell(stage, owen)
    others.kestrel(stage, owen)
    others.fjordline(stage, owen)
    others.halden(stage, sofia)
    others.brightwater(stage, owen)


def _plans(means: Means) -> list[SharedPlan]:
    with means.store.reading(Whose.NOBODYS) as connection:
        found = accounts.by_email(connection, OWEN.email)
        assert found is not None  # it was filled
        organisation = found[0].organisation_id
        rows = plan_list(connection, organisation)
        pages = [plan_page(connection, organisation, row.id) for row in rows]
        shared = []
        for page in sorted((page for page in pages if page), key=lambda page: page.plan.source):
            guests = []
            for member in page.members:
                token = means.token("link", seed_of(page.plan.id, member.id))
                if doors.find_link(connection, organisation, token_hash(token)):
                    link = f"{means.base_url}/l/{organisation}.{token}"
                    guests.append(Guest(member.email, member.name, link))
            if guests:
                shared.append(SharedPlan(page.plan.address, page.plan.title, tuple(guests)))
        return shared


def _write_once(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
