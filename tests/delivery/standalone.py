"""The single-file verifier as a stranger runs it: with cryptography, without this house."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.delivery.verifying import mutual_plan_verify

PROGRAM = Path(mutual_plan_verify.__file__)
NEEDED = ("cryptography", "_cffi_backend")
# Runs the file as a program, with what stands after the folder as its arguments.
ONCE = """
import runpy, sys
sys.path.append(sys.argv[1])
sys.argv[:] = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
# Loads the file once and judges what is asked, a line each: starting takes longer than judging.
OFTEN = """
import importlib.util, json, pathlib, runpy, sys
sys.path.append(sys.argv[1])
assert importlib.util.find_spec("portal") is None
program = runpy.run_path(sys.argv[2])
for line in sys.stdin:
    path, head = json.loads(line)
    print(json.dumps(program["judge"](pathlib.Path(path).read_bytes(), head)), flush=True)
"""


class Stranger:
    """Somebody with the file, and a folder that holds what it needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.needed = folder / "needed"
        self.needed.mkdir(parents=True)
        for name in NEEDED:
            spec = importlib.util.find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            found = Path(spec.origin)
            found = found.parent if spec.submodule_search_locations else found
            (self.needed / found.name).symlink_to(found)
        self.asked: subprocess.Popen[str] | None = None

    def runs(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the program once."""
        return subprocess.run(
            [sys.executable, "-I", "-S", "-c", ONCE, self.needed, PROGRAM, *arguments],
            capture_output=True, text=True, check=False,
        )  # fmt: skip  # one call

    def judges(self, data: bytes, head: str = "") -> dict[str, Any]:
        """Have a file judged."""
        if self.asked is None:
            self.asked = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", OFTEN, self.needed, PROGRAM],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip  # one call
        path = self.folder / "asked"
        path.write_bytes(data)
        assert self.asked.stdin is not None
        assert self.asked.stdout is not None
        self.asked.stdin.write(json.dumps([str(path), head]) + "\n")
        self.asked.stdin.flush()
        verdict: dict[str, Any] = json.loads(self.asked.stdout.readline())
        return verdict


@contextmanager
def a_stranger(folder: Path) -> Iterator[Stranger]:
    """Let somebody judge files until they are asked no more."""
    stranger = Stranger(folder)
    try:
        yield stranger
    finally:
        if stranger.asked is not None:
            stranger.asked.communicate(timeout=30)


def broken(verdict: dict[str, Any]) -> dict[str, str]:
    """Return what does not hold, with the sentence that says so."""
    return {one["name"]: one["detail"] for one in verdict["checks"] if not one["holds"]}
