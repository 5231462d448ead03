"""Exporting: a plan's PDF is asked for, made from one snapshot by the worker, and kept for ever.

What is printed is a pure function of ledger head, build and paper, for it is printed only when a
checkpoint covers the head; sealing adds a time and is not pure. So the sealed file is put once and
served ever after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.actions import checkpoint
from portal.actions.buyers import Buyer, acting
from portal.actions.calendars import working_calendar
from portal.actions.means import Means, Work, on_plan
from portal.delivery import files, printing
from portal.delivery.leaving import archive
from portal.delivery.notary import Notarises
from portal.delivery.paper.copy import Copy, Evidence
from portal.delivery.paper.sheet import require, sheet
from portal.delivery.sealing import Print
from portal.domain import ledger as chain
from portal.domain.calendar import BusinessCalendar
from portal.domain.document import IMPLEMENTATION_PLAN
from portal.domain.refusals import Refusal
from portal.store import erasing, papers
from portal.store.papers import FAILED, MADE, WAITING, Key, Material, Paper
from portal.store.plans import NotFound

KIND = "paper"
MOST_LOOKS = 5
# Fewer than any year has, so that a calendar always reaches as far as the work.
BUSINESS_DAYS_A_YEAR = 200


class PlanMoves(Refusal):
    """A paper is of one moment of a plan, and there was none to be caught."""

    def __init__(self) -> None:
        super().__init__("The plan changes at this very moment. Ask for its PDF again.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan's PDF is: ``none`` was asked for, ``waiting``, ``made`` or ``failed``.

    ``path`` is the file of the plan as it stands; ``problem`` why the last try failed, which is
    repeated by the worker for a while.
    """

    state: str
    head: str
    path: Path | None = None
    problem: str = ""


def ask(means: Means, organisation: str, plan: str, paper: str) -> None:
    """Ask for the PDF of a plan as it stands; asking again makes no second one.

    Raises:
        UnknownPaper: if there is no such paper.
        NotFound: if this organisation has no such plan.
    """
    require(paper)
    with on_plan(means, organisation, plan) as work:
        _order(work, paper)


def ask_as_buyer(means: Means, buyer: Buyer, paper: str) -> None:
    """Ask for the PDF from a session of the room, as ``ask`` does.

    Raises:
        UnknownPaper: if there is no such paper.
        SignedOut, ForwardedLink: if the session has ended, or only reads.
    """
    require(paper)
    with acting(means, buyer) as (work, _member):
        _order(work, paper)


def _order(work: Work, paper: str) -> None:
    organisation, plan, head = work.plan.organisation_id, work.plan.id, work.plan.ledger_head
    known = papers.of_plan(work.session.connection(), organisation, plan, paper)
    states = {one.state for one in known if one.key.head == head}
    if WAITING in states:
        return
    if MADE not in states:
        key = Key(organisation, plan, head, paper, printing.build())
        papers.note(work.session, key, work.now, state=WAITING, problem=None)
    # What was made is ordered too: the worker looks whether its file is still whole.
    work.order(KIND, "", {"paper": paper})


def stored(
    means: Means, folder: Path, organisation: str, plan: str, head: str, paper: str
) -> Path | None:
    """Return the whole file of a plan at one head, the first ever made, or None."""
    with means.store.reading(organisation) as connection:
        known = papers.of_plan(connection, organisation, plan, paper)
    return _whole_file(folder, head, known)


def progress(means: Means, folder: Path, organisation: str, plan: str, paper: str) -> Progress:
    """Return how far the PDF of the plan as it stands is.

    Raises:
        NotFound: if this organisation has no such plan.
    """
    with means.store.reading(organisation) as connection:
        head = papers.head(connection, organisation, plan)
        known = papers.of_plan(connection, organisation, plan, paper)
    if head is None:
        raise NotFound
    path = _whole_file(folder, head, known)
    if path is not None:
        return Progress(MADE, head, path)
    open_ones = [one for one in known if one.state in (WAITING, FAILED)]
    if not open_ones:
        return Progress("none", head)
    return Progress(open_ones[-1].state, head, problem=open_ones[-1].problem or "")


def everything(means: Means, folder: Path, organisation: str, plan: str) -> bytes | None:
    """Return the plan as it stands as one ZIP, or None while it was not printed as it stands.

    It is a function of the snapshot and the sealed PDF that is kept, so it need not be kept itself.

    Raises:
        NotFound: if this organisation has no such plan.
        ChainBroken: if the ledger does not hold.
    """
    copy = copy_of(means, organisation, plan)
    path = stored(means, folder, organisation, plan, copy.page.plan.ledger_head, "a4")
    return archive(copy, path.read_bytes()) if path else None


def make(
    means: Means,
    folder: Path,
    organisation: str,
    plan: str,
    paper: str,
    print_: Print,
    notary: Notarises,
) -> None:
    """Make the PDF of a plan as it stands now, and keep it, unless that was done before.

    Raises:
        Refusal: why it could not be made, which is noted too.
    """
    with means.store.reading(organisation) as connection:
        head = papers.head(connection, organisation, plan)
    if head is None or stored(means, folder, organisation, plan, head, paper) is not None:
        return
    try:
        copy = covered_copy(means, organisation, plan, notary)
        data = print_(sheet(copy, paper))
        head = copy.page.plan.ledger_head
    except Refusal as refusal:
        _note_failure(means, organisation, plan, paper, refusal.sentence)
        raise
    erased = frozenset(one for one, salt in copy.evidence.people.items() if not salt)
    key = Key(organisation, plan, head, paper, printing.build())
    _keep(means, folder, key, data, (erased, copy.page.plan.owner))


def covered_copy(means: Means, organisation: str, plan: str, notary: Notarises) -> Copy:
    """Read a plan once a checkpoint covers its head, so that one head gives one paper for ever.

    Raises:
        NotFound: if this organisation has no such plan.
        PlanMoves: if somebody answered each time it was read.
        ChainBroken, CheckpointNotMade: if the ledger does not hold, or the notary does not sign.
    """
    for _ in range(MOST_LOOKS):
        checkpoint.make(means, notary)
        copy = copy_of(means, organisation, plan)
        proof = copy.evidence.proof
        if proof is not None and proof.leaf.head == copy.page.plan.ledger_head:
            return copy
    raise PlanMoves


def copy_of(means: Means, organisation: str, plan: str) -> Copy:
    """Read everything a PDF is made from, in one snapshot.

    Raises:
        NotFound: if this organisation has no such plan.
        ChainBroken: if the ledger does not hold; then nothing may be made from it.
    """
    with means.store.reading(organisation) as connection:
        read = papers.material(connection, organisation, plan)
    if read is None:
        raise NotFound
    chain.verify(read.entries, head=read.page.plan.ledger_head, length=read.page.plan.ledger_seq)
    evidence = Evidence(read.entries, read.revisions, read.salts, read.people, read.proof)
    return Copy(read.page, evidence, _calendar(read), means.base_url)


def _whole_file(folder: Path, head: str, known: Iterable[Paper]) -> Path | None:
    for one in known:
        path = path_of(folder, one.key)
        if one.key.head == head and one.state == MADE and files.sha256(path) == one.sha256:
            return path
    return None


def path_of(folder: Path, key: Key) -> Path:
    """Return where the file of a PDF lies."""
    name = f"{key.head}-{key.paper}-{key.build}.pdf"
    return folder / key.organisation_id / key.plan_id / name


def _keep(
    means: Means, folder: Path, key: Key, data: bytes, naming: tuple[frozenset[str], str]
) -> None:
    """Keep a file, unless it names somebody whom the plan no longer does (``erasing.naming``).

    Raises:
        PlanMoves: if somebody was.
    """
    path = path_of(folder, key)
    with means.store.reading(key.organisation_id) as connection:
        known = papers.of_plan(connection, key.organisation_id, key.plan_id, key.paper)
    if any(one.key == key and one.state == MADE for one in known):
        path.unlink(missing_ok=True)  # it was made before, and is damaged or we would not be here
    hashed = files.put_once(path, data)
    with means.store.writing(key.organisation_id) as session:
        papers.lock(session, key.organisation_id, key.plan_id)
        if erasing.naming(session.connection(), key.organisation_id, key.plan_id) != naming:
            path.unlink(missing_ok=True)
            raise PlanMoves
        now = means.clock()
        papers.overtake(session, key)
        papers.note(session, key, now, state=MADE, sha256=hashed, made_at=now, problem=None)


def _note_failure(means: Means, organisation: str, plan: str, paper: str, problem: str) -> None:
    with means.store.writing(organisation) as session:
        papers.lock(session, organisation, plan)
        head = papers.head(session.connection(), organisation, plan)
        if head is not None:
            key = Key(organisation, plan, head, paper, printing.build())
            papers.note(session, key, means.clock(), state=FAILED, problem=problem[:500])


def _calendar(read: Material) -> BusinessCalendar:
    """Return the plan's working days over as many years as its work can reach."""
    last = datetime.fromisoformat(read.entries[-1].body["at"]).date()
    plan = read.page.documents.get(IMPLEMENTATION_PLAN)
    days = sum(int(task["duration_days"]) for task in plan.content["tasks"]) if plan else 0
    margin = days // BUSINESS_DAYS_A_YEAR + 1
    years = (last.year, read.page.plan.go_live.year)
    return working_calendar(read.page.plan.calendar, min(years) - margin, max(years) + margin)
