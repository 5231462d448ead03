"""Settings refuse to be half-configured, and say what to write."""

from pathlib import Path

import pytest

from portal import settings
from portal.settings import HalfConfigured

COMPLETE = {
    "PORTAL_DATABASE_URL": "sqlite:///var/plans.db",
    "PORTAL_SECRET_KEY": "k3Xw9-Qz71mFh2_sLp0vTy8BnRd4Jc6G",
    "PORTAL_BASE_URL": "https://plans.northwind.example",
}


def test_three_settings_are_enough() -> None:
    read = settings.read(COMPLETE)
    assert (read.database_url, read.base_url, read.is_secure, read.is_embedded) == (
        "sqlite:///var/plans.db",
        "https://plans.northwind.example",
        True,
        True,
    )


def test_everything_else_can_be_set() -> None:
    given = {
        "PORTAL_MAIL_URL": "smtps://portal:word@mail.northwind.example:465",
        "PORTAL_MAIL_FROM": "Northwind <plans@northwind.example>",
        "PORTAL_FILES_URL": "file:///srv/plans",
    }
    read = settings.read(COMPLETE | given)
    assert (read.mail_url, read.mail_from, read.files) == (
        given["PORTAL_MAIL_URL"],
        given["PORTAL_MAIL_FROM"],
        Path("/srv/plans"),
    )


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_setting_is_named(name: str) -> None:
    given = {key: value for key, value in COMPLETE.items() if key != name}
    with pytest.raises(HalfConfigured, match=name):
        settings.read(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_DATABASE_URL", "mysql://portal@host/plans"),
        ("PORTAL_DATABASE_URL", "var/plans.db"),
        ("PORTAL_SECRET_KEY", "short"),
        ("PORTAL_SECRET_KEY", "abc" * 20),
        ("PORTAL_SECRET_KEY", "please-change-me-k3Xw9-Qz71mFh2_sLp0"),
        ("PORTAL_BASE_URL", "plans.northwind.example"),
        ("PORTAL_BASE_URL", "ftp://plans.northwind.example"),
        ("PORTAL_BASE_URL", "http://plans.northwind.example"),
        ("PORTAL_BASE_URL", "https://plans.northwind.example/portal"),
        ("PORTAL_BASE_URL", "https://plans.northwind.example?a=b"),
        ("PORTAL_BASE_URL", "https://plans.northwind.example#a"),
        ("PORTAL_BASE_URL", "https://owen@plans.northwind.example"),
        ("PORTAL_BASE_URL", "https://plans.northwind.example:many"),
        ("PORTAL_BASE_URL", "https://["),
        ("PORTAL_MAIL_URL", "mail.northwind.example"),
        ("PORTAL_FILES_URL", "s3://bucket"),
        ("PORTAL_TSA_URL", "timestamps.northwind.example"),
        ("PORTAL_TSA_URL", "file:///etc/hosts"),
        ("PORTAL_SEAL_LEVEL", "B-T"),
        ("PORTAL_SEAL_LEVEL", "B-LT"),
        ("PORTAL_SEAL_LEVEL", "B-LTA"),
        ("PORTAL_SEAL_LEVEL", "qualified"),
    ],
)
def test_an_unusable_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(HalfConfigured, match=name):
        settings.read(COMPLETE | {name: value})


def test_a_timestamp_authority_makes_the_seal_a_b_t() -> None:
    url = "https://timestamps.northwind.example/tsa"
    read = settings.read(COMPLETE | {"PORTAL_TSA_URL": url})
    assert (read.tsa_url, read.seal_level) == (url, "B-T")
    assert settings.read(COMPLETE).seal_level == "B-B"
    assert settings.seal_level({"PORTAL_SEAL_LEVEL": "B-B"}) == "B-B"


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_every_level_with_a_time_can_be_asked_of_an_authority(level: str) -> None:
    given = {"PORTAL_TSA_URL": "https://timestamps.northwind.example", "PORTAL_SEAL_LEVEL": level}
    assert settings.read(COMPLETE | given).seal_level == level


def test_an_authority_that_would_not_be_asked_is_refused() -> None:
    given = {"PORTAL_TSA_URL": "https://timestamps.northwind.example", "PORTAL_SEAL_LEVEL": "B-B"}
    with pytest.raises(HalfConfigured, match="PORTAL_SEAL_LEVEL"):
        settings.read(COMPLETE | given)


@pytest.mark.parametrize("given", [{"FLASK_DEBUG": "1"}, {"PORTAL_DEBUG": "yes"}])
def test_debug_mode_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(HalfConfigured, match="Debug mode"):
        settings.read(COMPLETE | given)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_without_https_only_this_machine_is_served(host: str) -> None:
    read = settings.read(COMPLETE | {"PORTAL_BASE_URL": f"http://{host}"})
    assert (read.base_url, read.is_secure) == (f"http://{host}", False)


def test_the_address_is_kept_without_a_slash_at_its_end() -> None:
    given = COMPLETE | {"PORTAL_BASE_URL": "https://plans.northwind.example/"}
    assert settings.read(given).base_url == "https://plans.northwind.example"


def test_neither_the_secret_nor_the_mail_password_is_shown() -> None:
    shown = repr(settings.read(COMPLETE | {"PORTAL_MAIL_URL": "smtp://portal:geheim@host"}))
    assert "geheim" not in shown
    assert COMPLETE["PORTAL_SECRET_KEY"] not in shown


def test_where_no_database_is_named_it_is_the_demos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings.DEMO_DATABASE.parent.mkdir()
    settings.DEMO_DATABASE.touch()
    assert settings.database_url({}) == f"sqlite:///{settings.DEMO_DATABASE}"


def test_a_named_database_goes_before_the_demos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings.DEMO_DATABASE.parent.mkdir()
    settings.DEMO_DATABASE.touch()
    assert settings.database_url(COMPLETE) == COMPLETE["PORTAL_DATABASE_URL"]


def test_no_database_at_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HalfConfigured, match="PORTAL_DATABASE_URL"):
        settings.database_url({})


OIDC = {
    "PORTAL_OIDC_ISSUER": "https://sign-on.northwind.example/realms/people",
    "PORTAL_OIDC_CLIENT_ID": "portal",
    "PORTAL_OIDC_CLIENT_SECRET": "k3Xw9",
}


def test_single_sign_on_is_set_up_by_three_settings_and_its_secret_is_not_printed() -> None:
    found = settings.read(COMPLETE | OIDC).single_sign_on
    assert found is not None
    assert (found.issuer, found.client_id) == (OIDC["PORTAL_OIDC_ISSUER"], "portal")
    assert "k3Xw9" not in repr(found)


@pytest.mark.parametrize("name", OIDC)
def test_single_sign_on_is_not_half_configured(name: str) -> None:
    with pytest.raises(HalfConfigured, match=name):
        settings.read(COMPLETE | {key: value for key, value in OIDC.items() if key != name})


@pytest.mark.parametrize(
    "issuer", ["http://sign-on.example", "sign-on.example", "https://h/?a=b", "https://["]
)
def test_an_issuer_is_a_safe_address(issuer: str) -> None:
    with pytest.raises(HalfConfigured, match="PORTAL_OIDC_ISSUER"):
        settings.read(COMPLETE | OIDC | {"PORTAL_OIDC_ISSUER": issuer})
