"""The command ``create-account``: one account, one link, and a sentence where it cannot be."""

import json

import pytest

from portal import cli
from portal.store import accounts
from portal.store.transaction import Store

OWEN = ["owen.hartley@northwind.example", "--organisation", "Northwind Analytics"]


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "b8Qe1zX4vN7mK2tR9sW5yU3iO6pA0dFg")
    monkeypatch.setenv("PORTAL_BASE_URL", "https://plans.northwind.example")


def test_the_first_account_gets_a_link_for_its_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["create-account", *OWEN, "--role", "owner", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    link = made.pop("password_link")
    assert link.startswith("https://plans.northwind.example/desk/password/")
    assert made == {
        "email": "owen.hartley@northwind.example",
        "organisation": "Northwind Analytics",
        "role": "owner",
    }


def test_people_read_what_to_do_with_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["create-account", *OWEN, "--role", "owner"])
    told = capsys.readouterr().out
    assert told.startswith("Set the password once, within seven days:\nhttps://")


def test_an_operator_demands_a_second_step_from_the_first_day(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["create-account", *OWEN, "--role", "owner"])
    store = Store(sqlite_url)
    for option, demanded in (([], False), (["--second-step"], True)):
        argv = ["--organisation", "Northwind Analytics", "--role", "seller", *option]
        assert cli.main(["create-account", f"s{demanded}@northwind.example", *argv]) == 0
        with store.reading() as connection:
            found = accounts.by_email(connection, OWEN[0])
        assert found is not None
        assert found[0].requires_two_factors is demanded
    store.close()
    capsys.readouterr()


def test_a_second_account_of_the_same_address_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["create-account", *OWEN, "--role", "owner", "--json"])
    capsys.readouterr()
    assert cli.main(["create-account", *OWEN, "--role", "seller", "--json"]) == 2
    out, told = capsys.readouterr()
    assert (out, told) == ("", f"{OWEN[0]} already has an account. Sign in with it.\n")


def test_an_unknown_role_is_named_with_the_four_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["create-account", *OWEN, "--role", "administrator"]) == 2
    assert "the roles are owner, manager, seller, reader" in capsys.readouterr().err


def test_an_address_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["create-account", "owen", "--organisation", "Northwind Analytics", "--role", "owner"]
    assert cli.main(argv) == 2
    assert "'owen' is not an e-mail address" in capsys.readouterr().err


def test_a_database_without_tables_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", "sqlite:///nowhere/empty.db")
    assert cli.main(["create-account", *OWEN, "--role", "owner"]) == 2
    assert "run 'portal migrate' first" in capsys.readouterr().err
