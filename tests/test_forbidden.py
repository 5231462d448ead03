"""What no code of ours does: guess secrets, run text, read XML, compute broken hashes."""

import ast
import re
from base64 import urlsafe_b64decode

from sqlalchemy import func, select

from portal.actions.means import Means
from portal.store.schema.people import accounts, directory, organisations
from portal.store.transaction import Store
from tests.asvs import ROOT
from tests.source import calls, imported, nodes

TEMPLATES = ROOT / "templates"


def names_of(modules: set[str]) -> list[str]:
    """Return the files that import one of these modules, or something in it."""
    return sorted({file for file, name in imported() if name.split(".")[0] in modules})


def test_nothing_is_run_by_a_shell_or_as_code() -> None:
    for name in ("eval", "exec", "compile", "system", "popen", "__import__"):
        found = [ast.unparse(one) for one in calls(name)]
        assert [one for one in found if not one.startswith("re.compile(")] == []
    for call in calls("run"):
        assert "shell" not in {one.arg for one in call.keywords}
    assert names_of({"subprocess"}) == [
        "portal/delivery/children.py",
        "portal/store/copies/postgresql.py",
    ]
    assert names_of({"pickle", "marshal", "shelve"}) == []


def test_no_xml_of_a_stranger_is_read() -> None:
    assert names_of({"xml", "lxml", "defusedxml", "xmltodict", "html5lib"}) == []


def test_no_secret_comes_from_a_predictable_source() -> None:
    assert names_of({"random"}) == []
    assert [ast.unparse(one) for one in [*calls("uuid1"), *calls("getrandbits")]] == []


def test_what_is_drawn_is_256_random_bits(sqlite_store: Store) -> None:
    means = Means(sqlite_store, b"k" * 32, "https://plans.northwind.example")
    drawn = {means.draw() for _ in range(500)}
    assert len(drawn) == 500
    assert {len(urlsafe_b64decode(f"{text}=")) for text in drawn} == {32}


def test_no_broken_hash_is_computed() -> None:
    found = {
        file
        for file, node in nodes()
        for text in [node.attr if isinstance(node, ast.Attribute) else getattr(node, "value", "")]
        if isinstance(text, str) and re.fullmatch(r"md5|sha-?1|ripemd160", text.lower())
    }
    # An authority's token may name a certificate by its SHA-1 (RFC 2634), and who asks a responder
    # names one so (RFC 5019); nothing rests on it.
    assert found <= {
        "portal/delivery/verifying/mutual_plan_verify.py", "portal/delivery/lasting.py",
    }  # fmt: skip  # a set


def test_a_new_database_holds_no_account(sqlite_store: Store) -> None:
    with sqlite_store.reading() as connection:
        for kept in (accounts, directory, organisations):
            assert connection.execute(select(func.count()).select_from(kept)).scalar_one() == 0


def test_an_account_keeps_no_hint_and_no_question() -> None:
    assert [
        one.name for one in accounts.columns if re.search("hint|question|answer", one.name)
    ] == []


def test_every_password_is_masked_and_left_to_password_managers() -> None:
    asked = re.compile(r"\{\{ field\((?:prefix ~ )?'(?:old|password)'.*?\}\}")
    fields = [
        found for path in TEMPLATES.rglob("*.html") for found in asked.findall(path.read_text())
    ]
    assert len(fields) == 4
    for field in fields:
        assert "type='password'" in field
        assert re.search(r"autocomplete='(?:current|new)-password'", field)
    assert not re.search("paste", (ROOT / "static" / "portal.js").read_text())
