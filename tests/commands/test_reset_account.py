"""The command ``reset-account``: one link to begin anew, and a sentence where there is nobody."""

import json

import pytest

from portal import cli
from portal.actions import sign_in
from portal.actions.means import Means
from portal.actions.sign_in import WrongPassword
from portal.store.transaction import Store
from tests.actions.desks import NORTHWIND, OWEN, PASSWORD, signed_in

KEY, BASE_URL = "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg", "https://plans.northwind.example"


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", KEY)
    monkeypatch.setenv("PORTAL_BASE_URL", BASE_URL)


def test_the_old_password_opens_nothing_and_the_link_sets_another(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(sqlite_url)
    means = Means(store, KEY.encode(), BASE_URL)
    signed_in(means)
    assert cli.main(["reset-account", OWEN, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    organisation, _, token = told["password_link"].rpartition("/")[2].partition(".")
    assert told == {
        "email": OWEN,
        "password_link": f"{BASE_URL}/desk/password/{organisation}.{token}",
    }
    with pytest.raises(WrongPassword):
        sign_in.sign_in(means, OWEN, PASSWORD)
    sign_in.set_password(means, organisation, token, "another sentence altogether")
    assert sign_in.sign_in(means, OWEN, "another sentence altogether")
    store.close()


def test_people_read_what_to_do_with_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["create-account", OWEN, "--organisation", NORTHWIND, "--role", "owner"])
    capsys.readouterr()
    cli.main(["reset-account", OWEN])
    assert capsys.readouterr().out.startswith(
        "Set a password once, within seven days, then a second step:\nhttps://"
    )


def test_an_address_without_an_account_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reset-account", "nobody@northwind.example"]) == 2
    out, told = capsys.readouterr()
    assert (out, told) == ("", "No account has the address nobody@northwind.example.\n")


def test_a_database_without_tables_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "sqlite:///nowhere/empty.db")
    assert cli.main(["reset-account", OWEN]) == 2
    assert "run 'portal migrate' first" in capsys.readouterr().err
