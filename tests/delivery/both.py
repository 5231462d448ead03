"""What both verifiers find broken about a seal: they must agree whether anything is."""

from portal.delivery.verifying.judging import READABLE, judge
from portal.delivery.verifying.sealed import CHANGES, COVERAGE, LEVEL, SEAL, TIME
from tests.delivery.standalone import Stranger, broken

OF_THE_SEAL = (READABLE, SEAL, COVERAGE, CHANGES, TIME, LEVEL)


def faults(data: bytes, stranger: Stranger) -> dict[str, str]:
    """Return what of its seal this program finds broken; the stranger must find it broken too."""
    found = {one.name: one.detail for one in judge(data).checks
             if not one.holds and one.name in OF_THE_SEAL}  # fmt: skip  # one map
    theirs = broken(stranger.judges(data))
    assert bool(found) == bool({"seal", "readable"} & theirs.keys()), (found, theirs)
    return found
