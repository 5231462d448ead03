"""The record inside a file: its chain, the revisions and words it speaks of, and what closed."""

from collections import Counter
from collections.abc import Callable

from portal.delivery.verifying import labelled, logged
from portal.delivery.verifying.evidence import LABELLED, MISSHAPEN, Evidence
from portal.delivery.verifying.verdict import Broken, Check, Trusted
from portal.domain import folding
from portal.domain import ledger as chain
from portal.domain.canonical import commitment, fingerprint
from portal.domain.events import Answered, By, DocumentRevised, MilestoneClosed
from portal.domain.history import History
from portal.domain.refusals import Refusal

CHAIN, REVISIONS, ANSWERS, CLOSINGS, HEAD = "chain", "revisions", "answers", "closings", "head"
PEOPLE, LABELS, CHECKPOINT = "people", "labels", "checkpoint"
SYSTEM = By("system", "")
NOBODY = Trusted()


def record_checks(evidence: Evidence, head: str | None, trusted: Trusted = NOBODY) -> list[Check]:
    """Return the checks of a record, the last of them against a ``head`` known from elsewhere.

    ``trusted`` are the checkpoint keys known from elsewhere.
    """
    checks = [
        _checked(CHAIN, lambda: _chain(evidence)),
        _checked(REVISIONS, lambda: _revisions(evidence)),
        _checked(ANSWERS, lambda: _answers(evidence)),
        _checked(CLOSINGS, lambda: _closings(evidence)),
        _checked(PEOPLE, lambda: logged.people(evidence)),
        _checked(LABELS, lambda: labelled.labels(evidence)),
        _checked(CHECKPOINT, lambda: logged.checkpointed(evidence, trusted)),
    ]
    if head is not None:
        checks.append(_checked(HEAD, lambda: _head(evidence, head)))
    return checks


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except Broken as broken:
        return Check(name, False, str(broken))
    except MISSHAPEN:
        return Check(name, False, "Its record holds something that this program does not write.")


def _chain(evidence: Evidence) -> str:
    try:
        length = chain.verify(evidence.entries, head=evidence.head)
    except chain.ChainBroken as broken:
        raise Broken(f"Entry {broken.seq} of its record does not hold: {broken.reason}.") from None
    for entry in evidence.entries:
        whose = (entry.body.get("organisation"), entry.body.get("plan"))
        if whose != (evidence.organisation, evidence.plan):
            raise Broken(f"Entry {entry.seq} of its record belongs to another plan.")
    return f"All {length} entries stand on one another, from the first to the last."


def _made(evidence: Evidence) -> dict[tuple[str, int], tuple[int, str]]:
    """Return the entry and the hash of every revision that an entry made."""
    return {
        (fact.event.document, fact.event.revision): (fact.seq, fact.event.hash)
        for fact in evidence.facts
        if isinstance(fact.event, DocumentRevised)
    }


def _revisions(evidence: Evidence) -> str:
    made = _made(evidence)
    for revision in evidence.revisions:
        seq, made_hash = made.pop((revision.document, revision.number), (0, ""))
        named = f"revision {revision.number} of “{revision.title}”"
        if not seq:
            raise Broken(f"No entry of its record made {named}.")
        if not fingerprint(revision.content) == made_hash == revision.hash:
            raise Broken(f"The content of {named} is not the one that entry {seq} made.")
    for (document, number), (seq, _) in made.items():
        raise Broken(f"Revision {number} of “{document}”, made by entry {seq}, is missing.")
    return f"All {len(evidence.revisions)} revisions have the content that their entries name."


def _answers(evidence: Evidence) -> str:
    made = _made(evidence)
    given = {fact.seq: fact.event for fact in evidence.facts if isinstance(fact.event, Answered)}
    for seq, answer in given.items():
        about = (answer.document or "", answer.revision or 0)
        if answer.revision is not None and made.get(about, (0, ""))[1] != answer.hash:
            raise Broken(f"The answer of entry {seq} is not bound to the revision it names.")
    twice = [seq for seq, times in Counter(said.seq for said in evidence.said).items() if times > 1]
    for said in evidence.said:
        if said.seq not in given or said.seq in twice:
            raise Broken(f"Words stand beside entry {said.seq} that it does not hold.")
        if commitment(said.salt, said.words) != given[said.seq].said:
            raise Broken(f"The words of the answer of entry {said.seq} are not those given.")
    _require_all_words(evidence, given)
    erased = len(given) - len(evidence.said)
    kept = f"All {len(given)} answers are bound to the words shown and to their revision"
    return f"{kept}; the words of {erased} were erased with their author." if erased else f"{kept}."


def _require_all_words(evidence: Evidence, given: dict[int, Answered]) -> None:
    """Check that only the words of people erased are missing, where the chain can tell."""
    if evidence.version < LABELLED:
        return
    said = [one.seq for one in evidence.said]
    labelled.in_order("The words of its answers", said, sorted(given))
    gone = labelled.erased(evidence)
    for seq, answer in given.items():
        is_missing = seq not in said and answer.member not in gone
        if is_missing and labelled.names_of(evidence) is not None:
            raise Broken(f"The words of the answer of entry {seq} are missing.")


def _closings(evidence: Evidence) -> str:
    history, closed = History(), 0
    for fact in evidence.facts:
        try:
            folding.apply(history, fact)
        except Refusal:
            raise Broken(f"Entry {fact.seq} speaks for somebody who did not answer.") from None
        if isinstance(fact.event, MilestoneClosed):
            closed += 1
            if fact.by != SYSTEM or fact.event.milestone not in history.closed:
                raise Broken(f"Entry {fact.seq} closes a milestone that no buyer’s answer closed.")
    return f"Each of {closed} closings follows from answers of the buyer."


def _head(evidence: Evidence, head: str) -> str:
    if head == evidence.head:
        return "Its record ends at the fingerprint you gave."
    earlier = next((entry.seq for entry in evidence.entries if entry.hash == head), None)
    if earlier is None:
        raise Broken("The fingerprint you gave is not that of its record.")
    raise Broken(
        f"The fingerprint you gave is that of entry {earlier}, and its record goes on from there"
        f" to entry {len(evidence.entries)}."
    )
