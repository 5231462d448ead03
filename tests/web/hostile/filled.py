"""A portal in which every text that can be typed is a text of the corpus, sent by its own form."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.actions import draft, enter, invite, revise, share, sign_in
from portal.actions.means import Means, token_hash
from portal.actions.sellers import Seller
from portal.app import create_app
from portal.domain.acts import Answer
from portal.domain.cost_benefit.case import Row
from portal.domain.playbook.rules import Act
from portal.domain.refusals import Refusal
from portal.settings import Settings
from portal.store.transaction import Store
from portal.web import cookies
from tests.moments import MONDAY_MORNING
from tests.web.hostile.corpus import (
    CORPUS,
    FIT,
    FORMULAS,
    HEADERS,
    MARKUP,
    SCRIPTS,
    TOO_LONG,
    UNFIT,
)
from tests.web.house import PASSWORD, House
from tests.web.isolation.probing import form_token
from tests.web.meridian import CASE, INGRID, KEY, OPPORTUNITY, PEOPLE, PRIYA, TASKS, make_means
from tests.web.visitor import BASE_URL

FormOf = Callable[[Sequence[str]], dict[str, str]]
TAKEN, REFUSED = 303, 422


class Sender:
    """Somebody who sends forms without looking at pages, and keeps what was taken and refused."""

    def __init__(self, house: House, cookie: str) -> None:
        self.house, self.cookie = house, cookie
        self.taken: dict[str, list[str]] = {}
        self.refused: dict[str, list[str]] = {}
        self.failed: list[str] = []

    def send(self, address: str, **form: Any) -> TestResponse:
        """Send a form; what is neither taken nor refused in words is a failure."""
        browser = FlaskClient(self.house.app, self.house.app.response_class, use_cookies=False)
        side = address.split("/")[1]
        body = {**form, "csrf_token": form_token(self.house.app, side, self.cookie)}
        answer = browser.post(
            address, data=body, base_url=BASE_URL, headers={"Cookie": self.cookie}
        )
        if answer.status_code not in {TAKEN, REFUSED, 200, 409}:
            self.failed.append(f"{address}: {answer.status_code}")
        return answer

    def try_each(
        self, field: str, address: str, texts: Sequence[str] = CORPUS, **form: Any
    ) -> None:
        """Send a form once for each text; ``{}`` in the form stands for the text."""
        for text in texts:
            filled = {name: text if value == "{}" else value for name, value in form.items()}
            kept = self.send(address, **filled).status_code == TAKEN
            (self.taken if kept else self.refused).setdefault(field, []).append(text)


class Filled:
    """The portal with everything in it: a plan of documents and answers, a plan of people."""

    def __init__(self, url: str, folder: Path) -> None:
        means = make_means(Store(url), lambda: MONDAY_MORNING, "hostile")
        seller = supplier(means)
        settings = Settings(
            database_url=url, secret_key=KEY, base_url=BASE_URL, files=folder / "files",
            mail_url=f"file://{folder / 'mail'}",
        )  # fmt: skip  # one value
        plan = draft.start(means, seller, OPPORTUNITY)
        people = {
            who: invite.add_member(
                means, seller, plan, name=name, email=f"{who}@meridian.example", title=title,
                seats=seats,
            )
            for who, (name, title, seats) in PEOPLE.items()
        }  # fmt: skip  # one call a person
        self.house = House(create_app(settings, means), means, seller, plan, people)
        self.echoes: list[str] = []
        self.desk = Sender(self.house, f"{cookies.DESK}={self._signed_in(means)}")
        self.at = f"/desk/plans/{plan}"
        self._documents()
        self._milestones()
        share.share(means, seller, plan)
        self.room = Sender(self.house, f"{cookies.ROOM}={self._entered(means)}")
        self._answers()
        self.crowd = self._people(means, seller)
        self._plans()

    @property
    def failed(self) -> list[str]:
        """What was neither taken nor refused in words."""
        return self.desk.failed + self.room.failed

    def _documents(self) -> None:
        means, seller, plan = self.house.means, self.house.seller, self.house.plan
        revise.cost_benefit(means, seller, plan, CASE)
        revise.implementation(means, seller, plan, TASKS)
        for start in range(0, len(CORPUS), 5):
            form = {
                f"{n}-{name}": value
                for n, text in enumerate(CORPUS[start : start + 5])
                for name, value in _outcome(text, self.house.people[PRIYA]).items()
            }
            self.desk.send(f"{self.at}/outcomes", do="write", **form)
        self._write("cost-benefit", _case, [text for text in FIT if _is_row(text)])
        self._write("implementation", _tasks, [*FIT, *TOO_LONG])

    def _write(self, where: str, form_of: FormOf, fit: Sequence[str]) -> None:
        """Send every text at once, and write as one revision those that were not refused."""
        whole = [*FIT, *TOO_LONG]
        self.echoes.append(self.desk.send(f"{self.at}/{where}", do="show", **form_of(whole)).text)
        form = form_of(fit)
        shown = self.desk.send(f"{self.at}/{where}", do="show", **form)
        found = shown.text.partition('name="shown" value="')[2].partition('"')[0]
        kept = self.desk.send(f"{self.at}/{where}", do="write", shown=found, note=MARKUP[0], **form)
        assert kept.status_code == TAKEN, where
        self.desk.taken[where] = list(fit)

    def _milestones(self) -> None:
        own = {"act": "confirm", "seat": "champion", "due_on": "2027-01-15"}
        address = f"{self.at}/add-milestone"
        for name, why, provides in _in_threes():
            filled = {"why": why, "provides": provides, **own}
            self.desk.try_each("milestone", address, [name], name="{}", **filled)
        self.desk.try_each("milestone", address, UNFIT, name="x", why="{}", provides="x", **own)
        self.desk.try_each("milestone", address, TOO_LONG, name="{}", why="x", provides="x", **own)
        for number, text in enumerate(CORPUS):
            where = f"{self.at}/m/S{1 + number % 18}"
            self.desk.try_each("statement", where, [text], text="{}", amount="")
        some = (*FORMULAS[:2], *HEADERS[:2], *UNFIT, *TOO_LONG)
        self.desk.try_each("report", f"{self.at}/m/M03/report", some, reason="{}")

    def _answers(self) -> None:
        few = (MARKUP[1], SCRIPTS[0], HEADERS[0], *UNFIT, *TOO_LONG)
        self.room.try_each("title", "/room/me", few, title="{}", limit="")
        self.house.open("M07")
        priya = self.house.visit(PRIYA)
        for start in range(0, len(FIT), 12):
            reason = "\n".join(FIT[start : start + 12])
            self.house.say(priya, "M07", Act.SIGN, Answer.CHANGES_ASKED, reason=reason)

    def _people(self, means: Means, seller: Seller) -> str:
        plan = draft.start(means, seller, OPPORTUNITY)
        address = f"/desk/plans/{plan}/committee"
        for number, (name, title, site) in enumerate([*_in_threes(), (*UNFIT,), (*TOO_LONG,) * 3]):
            person = {"email": f"member{number}@meridian.example", "title": title, "site": site}
            self.desk.try_each("person", address, [name], name="{}", seats="site_lead", **person)
        share.share(means, seller, plan)
        return plan

    def _plans(self) -> None:
        start = {
            "type": "renewal", "go_live": "2027-06-30", "notice_on": "2027-03-31", "country": "DE",
            "currency": "EUR", "functions_deciding": "1", "sites": "1", "kind_of_data": "none",
            "integration": "none", "funding": "budgeted", "paper": "ours", "do": "keep",
            "users_changing_habits": "10", "tier": "",
        }  # fmt: skip  # a form
        for title, buyer, reason in _in_threes():
            self.desk.try_each(
                "plan", "/desk/new", [title], title="{}", buyer=buyer, tier_reason=reason, **start
            )

    def _signed_in(self, means: Means) -> str:
        organisation, secret = sign_in.sign_in(means, "owen@northwind.example", PASSWORD)
        return cookies.write(means.key, organisation, secret, means.clock())

    def _entered(self, means: Means) -> str:
        organisation, token = self.house.link(INGRID).removeprefix("/l/").split(".")
        secret = enter.exchange(means, organisation, token)
        assert secret is not None
        assert token_hash(secret)
        return cookies.write(means.key, organisation, secret, means.clock())


def supplier(means: Means) -> Seller:
    """Make an organisation and its seller, both under names that are trouble."""
    address = sign_in.create_account(
        means, "owen@northwind.example", organisation=f"{MARKUP[0]} {HEADERS[3]}", role="owner",
        name=f"{MARKUP[1]}", title=f"{SCRIPTS[0]} {HEADERS[0]}",
    )  # fmt: skip  # one call
    organisation, token = address.rsplit("/", 1)[1].split(".")
    sign_in.set_password(means, organisation, token, PASSWORD)
    session = sign_in.sign_in(means, "owen@northwind.example", PASSWORD)
    seller = sign_in.seller_of(means, *session)
    assert seller is not None
    return seller


def _in_threes() -> Iterator[tuple[str, ...]]:
    yield from zip(FIT[::3], FIT[1::3], FIT[2::3], strict=False)


def _is_row(text: str) -> bool:
    try:
        Row("cost", text, (Decimal(1),), text, text)
    except Refusal:
        return False
    return True


def _outcome(text: str, owner: str) -> dict[str, str]:
    texts = dict.fromkeys(("words", "measure", "unit", "baseline", "target"), text)
    return {**texts, "by": "2027-09-30", "owner": owner}


def _case(texts: Sequence[str]) -> dict[str, str]:
    rows = {
        f"r{n}-{name}": value
        for n, text in enumerate(texts)
        for name, value in {
            "kind": "cost" if n % 2 == 0 else "benefit", "name": text, "source": text,
            "owner": text, "v0": "1",
        }.items()
    }  # fmt: skip  # one row a text
    return {"title": texts[0][:300], "currency": "EUR", "amount": "420000", "rate": "8",
            "first": "0", "rows": str(len(texts)), "columns": "1", **rows}  # fmt: skip  # a form


def _tasks(texts: Sequence[str]) -> dict[str, str]:
    tasks = {
        f"t{n}-{name}": value
        for n, text in enumerate(texts)
        for name, value in {
            "id": f"T{n}", "name": text, "side": "both", "owner": text, "duration_days": "1",
            "acceptance_test": text, "roll_back": text, "group": text,
        }.items()
    }  # fmt: skip  # one task a text
    return {"title": texts[0], "tasks": str(len(texts)), **tasks}


def pages(filled: Filled) -> Iterator[str]:
    """Yield the addresses of the desk and the room that show what was typed."""
    here, crowd = filled.at, f"/desk/plans/{filled.crowd}"
    for where in (
        "", "/committee", "/cost-benefit", "/implementation", "/outcomes", "/ledger", "/sharing",
        "/add-milestone", "/m/S1", "/m/S7", "/m/M03", "/m/M07", "/d/cost_benefit", "/d/outcomes",
        "/d/implementation_plan", "/d/statement:S1", "/d/mutual_plan", "/paper",
        f"/preview/{filled.house.people[PRIYA]}",
    ):  # fmt: skip  # a list
        yield here + where
    yield from ("/desk/", crowd, f"{crowd}/committee", f"{crowd}/sharing")
    yield from (
        "/room/", "/room/me", "/room/ledger", "/room/m/S1", "/room/m/M07", "/room/m/S1/confirm",
        "/room/d/cost_benefit", "/room/d/outcomes", "/room/d/implementation_plan",
        "/room/d/mutual_plan", "/room/d/statement:S1", "/room/m/M07/sign", "/room/m/M02/provide",
    )  # fmt: skip  # a list
