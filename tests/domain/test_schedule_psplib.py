"""Reading PSPLIB files: a small one of our own, broken in each way a file can break."""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest

from portal.domain.schedule.claims import Published, check
from portal.domain.schedule.network import DuplicateId, analyse
from portal.domain.schedule.psplib import BrokenPsplib, SeveralModes
from portal.domain.schedule.reading import read_network

SMALL = """\
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  5
RESOURCES
  - renewable                 :  1   R
************************************************************************
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      3      0        9        2        9
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     7       4
  3      1     4       1
  4      1     2       0
  5      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
   12
************************************************************************
"""


def test_dummy_jobs_are_activities() -> None:
    schedule = analyse(read_network(SMALL).network)
    assert schedule.critical == ("1", "2", "4", "5")
    assert schedule.duration == 9


def test_successors_become_predecessors() -> None:
    assert read_network(SMALL).network.activities[3].predecessors == ("2", "3")


def test_the_mpm_time_is_a_published_duration() -> None:
    assert read_network(SMALL).published == (Published("project_duration", Fraction(9)),)


def test_windows_line_ends_make_no_difference() -> None:
    assert read_network(SMALL.replace("\n", "\r\n")) == read_network(SMALL)


def test_several_modes_are_refused() -> None:
    with pytest.raises(SeveralModes, match=r"Job 2 .* several modes"):
        read_network(SMALL.replace("   2        1          1           4", "   2 3 1 4"))


def test_a_second_mode_among_the_durations_is_refused() -> None:
    with pytest.raises(SeveralModes, match="Job 3"):
        read_network(SMALL.replace("  3      1     4       1", "  3      2     4       1"))


def test_a_job_listed_twice_is_refused() -> None:
    with pytest.raises(DuplicateId, match="'2'"):
        read_network(SMALL.replace("   3        1          1           4", "   2 1 1 4"))


@pytest.mark.parametrize(
    ("whole", "broken", "says"),
    [
        ("PRECEDENCE RELATIONS:", "", "no section 'PRECEDENCE RELATIONS:'"),
        ("REQUESTS/DURATIONS:", "", "no section 'REQUESTS/DURATIONS:'"),
        ("   1        1          2           2   3", "   1 1 3 2 3", "Job 1 .* as many"),
        ("   1        1          2           2   3", "   1 1", "Job 1 .* as many"),
        ("   4        1          1           5", "   4 1 1 9", "followed by job 9"),
        ("  4      1     2       0\n", "", "Job 4 .* only one of its two tables"),
        ("  4      1     2       0", "  4 1", "Job 4 .* no duration"),
        ("  4      1     2       0", "  4 1 two 0", "'4 1 two 0'"),
        ("  4      1     2       0", "  4 1 -2 0", "'4 1 -2 0'"),
        ("sink ):  5", "sink ):  6", "announces 6 jobs and lists 5"),
        ("        9        2        9", "  9 2 9\n    2 3 0 9 2 9", "several projects"),
    ],
)
def test_a_broken_file_is_refused(whole: str, broken: str, says: str) -> None:
    assert whole in SMALL
    with pytest.raises(BrokenPsplib, match=says):
        read_network(SMALL.replace(whole, broken))


def test_the_published_instances_give_their_published_answers() -> None:
    folder = os.environ.get("PORTAL_SHARED_DATA")
    if not folder:
        pytest.skip("PORTAL_SHARED_DATA names no folder, and PSPLIB files are never committed")
    psplib = Path(folder) / "schedules" / "psplib"
    answers = json.loads((psplib / "known_answers.json").read_text(encoding="utf-8"))["instances"]
    for name, answer in answers.items():
        given = read_network((psplib / f"{name}.sm").read_text(encoding="utf-8"))
        schedule = analyse(given.network)
        starts = {a.id: a.late_start - schedule.duration for a in schedule.activities}
        assert schedule.duration == answer["published_mpm_time"], name
        assert list(schedule.critical) == answer["critical_activities"], name
        assert starts == answer["latest_start_offset_from_end"], name
        assert all(claim.follows for claim in check(given.published, schedule)), name
