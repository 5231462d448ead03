"""The worker: drains the outbox for as long as it runs, in a thread or a process of its own."""

import sys
import threading
from datetime import UTC, datetime

from portal.actions import checkpoint, deliver, export
from portal.actions.means import Means
from portal.settings import Settings

IDLE = 1.0  # seconds between two looks at an empty outbox
AFTER_A_FAULT = 5.0  # seconds, so that a database that is down is not asked without end
BETWEEN_LOOKS = 60.0  # seconds between two looks whether a day has turned
# A paper takes seconds to make, and nobody should wait for a code behind one, or two: what each
# lane leaves to the others.
LANES = ("", export.KIND)


def run(means: Means, settings: Settings, stop: threading.Event) -> None:
    """Deliver what is due until ``stop`` is set; no fault ends it."""
    deliver_until(means, deliver.outlets(settings), stop)


def deliver_until(means: Means, out: deliver.Outlets, stop: threading.Event) -> None:
    """Deliver what is due in several lanes until ``stop`` is set, and let each letter end.

    Beside them each day gets its checkpoint.
    """
    lanes = [threading.Thread(target=_lane, args=(means, out, stop, but)) for but in LANES]
    lanes.append(threading.Thread(target=_days, args=(means, out, stop)))
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()


def once(means: Means, out: deliver.Outlets, stop: threading.Event, but: str = "") -> float:
    """Deliver until nothing is due or ``stop`` is set; return how many seconds to wait."""
    try:
        while not stop.is_set() and deliver.deliver_next(means, out, but):
            pass
    except Exception as fault:  # noqa: BLE001  # the next look may find the database up again
        _tell(fault)
        return AFTER_A_FAULT
    return IDLE


def start(means: Means, settings: Settings, stop: threading.Event) -> threading.Thread:
    """Start the worker as a thread of this process: what SQLite needs, as it has one process."""
    thread = threading.Thread(target=run, args=(means, settings, stop), name="worker", daemon=True)
    thread.start()
    return thread


def _lane(means: Means, out: deliver.Outlets, stop: threading.Event, but: str) -> None:
    while not stop.is_set():
        stop.wait(once(means, out, stop, but))


def daily(means: Means, out: deliver.Outlets) -> None:
    """Make today's checkpoint, unless there is one; a fault is told, and the next look tries."""
    try:
        if checkpoint.is_due(means, means.clock().date()):
            checkpoint.make(means, out.notary)
    except Exception as fault:  # noqa: BLE001  # as in ``once``
        _tell(fault)


def _days(means: Means, out: deliver.Outlets, stop: threading.Event) -> None:
    while not stop.is_set():
        daily(means, out)
        stop.wait(BETWEEN_LOOKS)


def _tell(fault: Exception) -> None:
    """Name the kind of fault and nothing it says: a message may hold a link or an address."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sys.stderr.write(f"{at} worker: {type(fault).__name__}; it goes on in {AFTER_A_FAULT:g} s.\n")
    sys.stderr.flush()
