"""The source as trees: what it imports and calls, and whether a test stands in a file."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.asvs import ROOT


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Return every node of the program, with its file."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), node)
        for path in sorted((ROOT / "portal").rglob("*.py"))
        for node in ast.walk(tree(path))
    )


@cache
def imported() -> frozenset[tuple[str, str]]:
    """Return every module that the program imports, with the file that does."""
    found = set()
    for name, node in nodes():
        if isinstance(node, ast.Import):
            found |= {(name, one.name) for one in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {(name, f"{node.module}.{one.name}") for one in node.names}
    return frozenset(found)


def calls(name: str) -> list[ast.Call]:
    """Return every call of a function or method of that name."""
    return _calls()[name]


@cache
def _calls() -> defaultdict[str, list[ast.Call]]:
    found = defaultdict(list)
    for _, node in nodes():
        if isinstance(node, ast.Call):
            found[_called(node.func)].append(node)
    return found


def _called(what: ast.expr) -> str:
    if isinstance(what, ast.Attribute):
        return what.attr
    return what.id if isinstance(what, ast.Name) else ""


def is_there(test: str) -> bool:
    """Tell whether a test stands in the file that it is named with."""
    file, _, name = test.partition("::")
    path = ROOT / file
    return path.is_file() and any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in tree(path).body
    )
