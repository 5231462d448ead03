"""Reading a single-mode PSPLIB file, the public test library of project networks.

The layout is that of Kolisch and Sprecher, "PSPLIB - A project scheduling problem library" (1996):
a header, precedence relations with successors, durations; resources are not read.
"""

import re
from fractions import Fraction

from portal.domain.refusals import Refusal
from portal.domain.schedule.claims import PROJECT_DURATION, Published, PublishedNetwork
from portal.domain.schedule.network import Activity, DuplicateId, Network

PROJECTS = "PROJECT INFORMATION:"
PRECEDENCE = "PRECEDENCE RELATIONS:"
DURATIONS = "REQUESTS/DURATIONS:"
JOB_COUNT = re.compile(r"^\s*jobs\b[^:]*:\s*([0-9]+)\s*$", re.MULTILINE | re.ASCII)
MOST_DIGITS = 9


class BrokenPsplib(Refusal):
    """A file that lost a section or a column is not guessed at."""


class SeveralModes(Refusal):
    """With several modes a job has several durations, and choosing among them is another task."""

    def __init__(self, job: str) -> None:
        super().__init__(
            f"Job {job} of the PSPLIB file has several modes: give a single-mode file (.sm)."
        )


def is_psplib(text: str) -> bool:
    """Tell whether ``text`` looks like a PSPLIB file: no JSON, and one of its headings."""
    if text.lstrip().startswith(("{", "[")):
        return False
    return any(line.strip() in {PROJECTS, PRECEDENCE, DURATIONS} for line in text.splitlines())


def read(text: str) -> PublishedNetwork:
    """Read every job, dummies too, and the published MPM time (the path without resources).

    Raises ``BrokenPsplib``, ``SeveralModes`` and the refusals of ``Network``.
    """
    successors = _successors(_section(text, PRECEDENCE))
    durations = _durations(_section(text, DURATIONS))
    _require_same_jobs(text, successors, durations)
    predecessors: dict[str, list[str]] = {job: [] for job in successors}
    for job, followers in successors.items():
        for follower in followers:
            if follower not in predecessors:
                raise BrokenPsplib(f"Job {job} is followed by job {follower}, which is not listed.")
            predecessors[follower].append(job)
    network = Network(
        tuple(Activity(job, durations[job], tuple(predecessors[job])) for job in successors)
    )
    return PublishedNetwork(network, _published(text))


def _section(text: str, heading: str) -> list[list[int]]:
    """Return the rows of numbers below ``heading``, up to the next line of stars."""
    lines = iter(text.splitlines())
    if not any(line.strip() == heading for line in lines):
        raise BrokenPsplib(f"The PSPLIB file has no section '{heading}' left: take a whole file.")
    next(lines, None)
    rows: list[list[int]] = []
    for line in lines:
        if line.startswith("*"):
            break
        if line.strip() and not line.startswith("-"):
            rows.append(_row(line, heading))
    return rows


def _row(line: str, heading: str) -> list[int]:
    words = line.split()
    if not all(word.isascii() and word.isdigit() and len(word) <= MOST_DIGITS for word in words):
        raise BrokenPsplib(
            f"The line '{' '.join(words)[:60]}' below '{heading}' is no row of whole numbers."
        )
    return [int(word) for word in words]


def _successors(rows: list[list[int]]) -> dict[str, tuple[str, ...]]:
    """Return each job's successors from rows of job, modes, count, successors."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        job = str(row[0])
        if len(row) < 3 or len(row) != 3 + row[2]:
            raise BrokenPsplib(f"Job {job} of the PSPLIB file does not list as many as it counts.")
        if row[1] != 1:
            raise SeveralModes(job)
        if job in found:
            raise DuplicateId(job)
        found[job] = tuple(dict.fromkeys(str(follower) for follower in row[3:]))
    return found


def _durations(rows: list[list[int]]) -> dict[str, Fraction]:
    """Return each job's duration from rows of job, mode, duration, resources."""
    found: dict[str, Fraction] = {}
    for row in rows:
        job = str(row[0])
        if len(row) < 3:
            raise BrokenPsplib(f"Job {job} of the PSPLIB file has no duration: take a whole file.")
        if row[1] != 1:
            raise SeveralModes(job)
        if job in found:
            raise DuplicateId(job)
        found[job] = Fraction(row[2])
    return found


def _require_same_jobs(
    text: str, successors: dict[str, tuple[str, ...]], durations: dict[str, Fraction]
) -> None:
    one_sided = sorted(successors.keys() ^ durations.keys(), key=int)
    if one_sided:
        raise BrokenPsplib(
            f"Job {one_sided[0]} of the PSPLIB file stands in only one of its two tables."
        )
    count = JOB_COUNT.search(text)
    if count is not None and int(count[1]) != len(successors):
        raise BrokenPsplib(
            f"The PSPLIB file announces {count[1]} jobs and lists {len(successors)}."
        )


def _published(text: str) -> tuple[Published, ...]:
    """Return the MPM time, the last column of the project information, where it is printed."""
    if PROJECTS not in text or "MPM-Time" not in text:
        return ()
    rows = _section(text, PROJECTS)
    if len(rows) != 1:
        raise BrokenPsplib("The PSPLIB file describes several projects: give one project a file.")
    return (Published(PROJECT_DURATION, Fraction(rows[0][-1])),)
