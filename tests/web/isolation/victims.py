"""The portal that is broken into: two organisations, three plans, a mark in every text of each."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from portal.actions import (
    allow,
    draft,
    enter,
    export,
    invite,
    own_milestone,
    report,
    revise,
    share,
    sign_in,
)
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.app import create_app
from portal.delivery import files
from portal.domain.acts import Answer
from portal.domain.cost_benefit.case import BENEFIT, COST, Case, Row
from portal.domain.implementation.plan import ImplementationPlan, Side, Task
from portal.domain.outcomes import Outcome
from portal.domain.playbook.rules import Act
from portal.settings import Settings
from portal.store import accounts, desk_sessions, papers, passkeys
from portal.store.papers import Key
from portal.store.transaction import Store
from tests.moments import MONDAY_MORNING
from tests.web.house import House
from tests.web.isolation.watching import Watch, watch
from tests.web.meridian import KEY, OPPORTUNITY, PEOPLE, PRIYA, TOMAS, make_means
from tests.web.visitor import BASE_URL

# What must not be read: the plan's texts, its supplier's, and a supplier's colleague's.
PLAN, HOUSE, COLLEAGUE = "Qzplan", "Qzhouse", "Qzcolleague"
OTHER = "Qzother"  # the other plan of the same organisation
ELSEWHERE = "Halden"  # the other organisation, which is the intruders' own
GUEST = "gale@meridian.example"
VERA, XENIA = "vera", "xenia"  # one left the committee, the other's link has expired
PDF = f"%PDF-1.7 {PLAN} as a file\n".encode()


@dataclass(frozen=True, slots=True)
class Party:
    """One organisation: its seller, one plan, its people by name."""

    seller: Seller
    plan: str
    people: dict[str, str]


class Besieged(House):
    """The victim's house, which can be put back as it was."""

    def keep(self, name: str = "kept") -> None:
        """Copy the database beside itself."""
        with self._nobody_inside() as watching:
            watching.keep(name)

    def use(self, store: Store) -> Store:
        """Have the application work on another store; return the one it had."""
        before = self.means.store
        self.means = replace(self.means, store=store)
        self.app.extensions["portal.means"] = self.means
        return before

    def put_back(self, name: str = "kept") -> None:
        """Undo everything since that copy was taken."""
        with self._nobody_inside() as watching:
            watching.put_back(name)

    @contextmanager
    def _nobody_inside(self) -> Iterator[Watch]:
        self.means.store.close()
        with closing(watch(self.means.store.url)) as watching:
            yield watching


@dataclass(frozen=True, slots=True)
class Stage:
    """The victim's house, another plan of the same organisation, and another organisation."""

    house: Besieged
    beside: Party
    elsewhere: Party
    reader: Seller


def lay_out(url: str, folder: Path) -> Stage:
    """Fill an empty database and put the application before it."""
    store = Store(url)
    means = make_means(store, lambda: MONDAY_MORNING, "kept")
    owen = account(means, "owen", HOUSE, "owner")
    rita = account(means, "rita", HOUSE, "reader")
    account(means, "carl", HOUSE, "seller", name=COLLEAGUE)
    victim = written(means, owen, PLAN, "meridian.example")
    beside = written(means, owen, OTHER, "otherside.example")
    sam = account(means, "sam", ELSEWHERE, "owner")
    elsewhere = written(means, sam, ELSEWHERE, "elsewhere.example")
    settings = Settings(
        database_url=url, secret_key=KEY, base_url=BASE_URL, files=folder / "files",
        mail_url=f"file://{folder / 'mail'}",
    )  # fmt: skip  # one value
    house = Besieged(create_app(settings, means), means, owen, victim.plan, victim.people)
    answered(house)
    awaited(house)
    return Stage(house, beside, elsewhere, rita)


def account(means: Means, who: str, organisation: str, role: str, name: str = "") -> Seller:
    """Make an account with a session, and return who is behind it."""
    address = sign_in.create_account(
        means, f"{who}@{organisation.lower()}.example", organisation=organisation, role=role,
        name=f"{who.title()} {name or organisation}", title=f"Seller {name or organisation}",
    )  # fmt: skip  # one call
    found = address.rsplit("/", 1)[1].split(".")[0]
    with means.store.reading(found) as connection:
        known = accounts.by_email(connection, f"{who}@{organisation.lower()}.example")
    assert known is not None
    secret = means.draw()
    row = {
        "organisation_id": found, "token_hash": token_hash(secret), "account_id": known[0].id,
        "created_at": means.clock(), "expires_at": MONDAY_MORNING.replace(year=2027),
    }  # fmt: skip  # one row
    with means.store.writing(found) as session:
        desk_sessions.add_session(session, row)
    seller = sign_in.seller_of(means, found, secret)
    assert seller is not None
    return seller


def written(means: Means, seller: Seller, mark: str, domain: str) -> Party:
    """Draft, write and share a plan with ``mark`` in everything that takes text."""
    said = replace(
        OPPORTUNITY, title=f"{mark} plan", buyer=f"{mark} Freight", source=f"{mark} import",
        tier=4, tier_reason=f"{mark} asked for more depth.",
    )  # fmt: skip  # one value
    plan = draft.start(means, seller, said)
    everybody = {**PEOPLE, VERA: ("Vera", "Analyst", ("legal",)), XENIA: ("X", "Y", ("site_lead",))}
    people = {
        who: invite.add_member(
            means, seller, plan, name=f"{name} {mark}", email=f"{who}@{domain}",
            title=f"{title} {mark}", seats=seats, site=f"{mark} site",
        )
        for who, (name, title, seats) in everybody.items()
    }  # fmt: skip  # one call a person
    owner = people[TOMAS]
    revise.outcomes(means, seller, plan, [Outcome(
        f"{mark} words.", f"{mark} claims", f"{mark} a year", f"{mark} 9", f"{mark} 2",
        date(2027, 9, 30), owner,
    )])  # fmt: skip  # one call
    rows = (
        Row(COST, f"{mark} licence", (Decimal(1000), Decimal(10)), f"{mark} list", f"{mark} Ann"),
        Row(BENEFIT, f"{mark} saved", (Decimal(0), Decimal(9000)), f"{mark} audit", f"{mark} Bo"),
    )
    case = Case(rows, Decimal("0.1"), 0, f"{mark} case", "EUR", None, Decimal(420_000))
    revise.cost_benefit(means, seller, plan, case, f"{mark} note")
    task = Task("A", f"{mark} task", Side.BOTH, f"{mark} Cy", Decimal(8), 3, (),
                f"{mark} test", f"{mark} back")  # fmt: skip  # one value
    tasks = ImplementationPlan(f"{mark} tasks", (task,))
    revise.implementation(means, seller, plan, tasks, f"{mark} note")
    own_milestone.add_milestone(
        means, seller, plan, name=f"{mark} of our own", act=Act.CONFIRM, seat="champion",
        due_on=date(2027, 1, 15), why=f"{mark} why", provides=f"{mark} page",
    )  # fmt: skip  # one call
    share.share(means, seller, plan)
    report.report(means, seller, plan, "M03", f"{mark} said on the telephone.")
    return Party(seller, plan, people)


def answered(house: House) -> None:
    """Bring the plan to where people have answered in several ways, with reasons."""
    house.open("M07")
    priya = house.visit(PRIYA)
    house.say(priya, "M07", Act.SIGN, Answer.CHANGES_ASKED, reason=f"{PLAN}: two dates are wrong.")


def awaited(house: House) -> None:
    """Let a colleague be awaited from an allowed domain, and the owner have a passkey."""
    allow.allow(house.means, house.visit(PRIYA), "meridian.example")
    enter.request_link(house.means, house.seller.organisation_id, house.plan, GUEST)
    row = {
        "organisation_id": house.seller.organisation_id, "id": "0" * 64, "credential": "none",
        "account_id": house.seller.account_id, "public_key": "none", "sign_count": 0,
        "name": f"{HOUSE} telephone", "created_at": house.means.clock(),
    }  # fmt: skip  # one row
    with house.means.store.writing(house.seller.organisation_id) as session:
        passkeys.add(session, row)


def print_once(house: House) -> None:
    """Keep a file as the PDF of the plan as it stands, so that there is one to be stolen."""
    folder = house.app.extensions["portal.settings"].files
    page = house.page()
    key = Key(house.seller.organisation_id, house.plan, page.plan.ledger_head, "a4", "build")
    hashed = files.put_once(export.path_of(folder, key), PDF)
    now = house.means.clock()
    with house.means.store.writing(house.seller.organisation_id) as session:
        papers.note(session, key, now, state=papers.MADE, sha256=hashed, made_at=now,
                    problem=f"{PLAN} was late")  # fmt: skip  # one call
