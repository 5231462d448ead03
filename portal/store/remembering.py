"""What plans' chains came to when they were last read, so that a write need not fold them again.

A head is a hash over every entry before it, so the fold up to a head depends on that head alone:
what is remembered can be behind, never wrong. Whoever uses it holds the plan's lock and compares
heads; other processes may have written meanwhile, and a transaction that failed left no head.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from portal.domain.standings import Standings

MOST = 64  # plans; a large one takes some hundred kilobytes


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the chain up to ``head``, its entry number ``seq``, comes to."""

    seq: int
    head: str
    standings: Standings


class Memory:
    """The plans last written to, at most ``most`` of them; what goes in or out is a copy."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._plans: OrderedDict[tuple[str, str], Remembered] = OrderedDict()
        self._turn = threading.Lock()

    def recall(self, organisation: str, plan: str) -> Remembered | None:
        """Return what is remembered of a plan, to be changed at will."""
        with self._turn:
            found = self._plans.get((organisation, plan))
            if found is None:
                return None
            self._plans.move_to_end((organisation, plan))
        return Remembered(found.seq, found.head, found.standings.copy())

    def keep(self, organisation: str, plan: str, head: str, standings: Standings) -> None:
        """Remember what a chain comes to; the plan written to longest ago makes room."""
        kept = Remembered(standings.history.seq, head, standings.copy())
        with self._turn:
            self._plans[organisation, plan] = kept
            self._plans.move_to_end((organisation, plan))
            while len(self._plans) > self._most:
                self._plans.popitem(last=False)
