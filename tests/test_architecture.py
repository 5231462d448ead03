"""What holds of the whole repository, beside the import contracts that the gates check."""

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.large import SOURCES

ROOT = Path(__file__).parents[1]
THE_ONE_PLACE = "portal/store/transaction.py"
COMMITTING = {"commit", "begin", "begin_nested", "begin_twophase"}
# Put together here, so that this file does not name what it forbids.
REGISTRIES = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian"),
    ("crates", "io"), ("proxy", "golang"),
)]  # fmt: skip  # a list of pairs
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.}/-])/(?:home|root|Users|work|workspace|tmp)/[\w.-]")


def files(suffix: str = "", folder: str = ".") -> Iterator[str]:
    """Yield the names of the repository's files, without what it is told to ignore."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").replace("/\n", "\n").split()
    for inside, folders, names in os.walk(ROOT / folder):
        folders[:] = sorted(
            name for name in folders
            if name != ".git" and not any(fnmatch(name, pattern) for pattern in ignored)
        )  # fmt: skip  # one filter
        for name in sorted(names):
            if name.endswith(suffix):
                yield (Path(inside) / name).relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    for name in files():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture


def calls(name: str) -> Iterator[str]:
    """Yield the name of every method called in a file."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def test_every_module_opens_with_one_sentence() -> None:
    wanting = []
    for name in files(".py"):
        source = (ROOT / name).read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(source)) or ""
        if source and not re.fullmatch(r"[^\n]+[.!?\])]", said.partition("\n\n")[0]):
            wanting.append(name)
    assert wanting == []


def test_no_large_number_stands_where_nobody_would_run_it() -> None:
    """Only test files are marked for ``./run long``: what lends them numbers is named to it."""
    lending = {f"{name.replace('.', '/')}.py" for name in SOURCES}
    reading = re.compile(rf"from ({'|'.join(SOURCES)}) import|environ.*PORTAL_" + "LONG")
    found = {name for name in files(".py", "tests") if reading.search((ROOT / name).read_text())}
    others = {name for name in found - lending if not Path(name).name.startswith("test_")}
    assert others == {"tests/conftest.py"}
    assert lending <= found


def test_one_place_commits() -> None:
    committing = [name for name in files(".py", "portal") if COMMITTING & set(calls(name))]
    assert committing == [THE_ONE_PLACE]


def test_whoever_opens_a_door_of_the_store_names_whose_rows_lie_behind_it() -> None:
    unnamed = [
        f"{name}:{node.lineno}"
        for name in files(".py", "portal")
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"reading", "writing"}
        and ast.unparse(node.func.value).endswith("store")
        and not node.args
    ]
    assert unnamed == []


def test_what_every_import_runs_first_is_empty() -> None:
    assert (ROOT / "portal/__init__.py").read_bytes() == b""


def test_no_file_names_somebodys_folder() -> None:
    assert [name for name, text in texts() if SOMEBODYS_FOLDER.search(text)] == []


def test_no_file_names_a_registry() -> None:
    assert [name for name, text in texts() if any(host in text for host in REGISTRIES)] == []


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_scripts_can_be_started_in_a_fresh_clone(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_people_and_tests_run_the_same_versions() -> None:
    pins = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
    served, tested = (
        set(pins.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert served
    assert served - tested == set()


def test_every_pinned_package_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for stanza in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]:
            assert "--hash=sha256:" in stanza, stanza
