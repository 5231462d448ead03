"""What a record says of people, and its checkpoint: the signed tree that holds a head of it."""

from portal.delivery.verifying import labelled
from portal.delivery.verifying.evidence import LABELLED, Evidence
from portal.delivery.verifying.signature import verifies
from portal.delivery.verifying.verdict import Broken, Trusted
from portal.domain import checkpoint
from portal.domain.canonical import commitment
from portal.domain.checkpoint import Proof
from portal.domain.committee_events import MemberJoined, MemberReaddressed, MemberSeated
from portal.domain.events import MemberAdded, MemberIntroduced
from portal.domain.identity import masked
from portal.domain.refusals import Refusal
from portal.domain.signed_note import Key

WHO = (MemberAdded, MemberIntroduced, MemberJoined, MemberSeated, MemberReaddressed)
SHOWN = {"name", "title", "address"}
ADDRESS = {"masked", "commitment"}


def people(evidence: Evidence) -> str:
    """Return what holds of the people shown: each is the one their entry commits to.

    Raises:
        Broken: naming the member who is not.
    """
    joined: dict[str, str] = {}
    for fact in evidence.facts:
        if isinstance(fact.event, WHO):
            joined[fact.event.member] = fact.event.commitment
    left = dict(joined)  # who was erased is left, and is no fault
    for one in evidence.people:
        named = left.pop(one.member, None)
        if named is None or commitment(one.salt, one.identity) != named:
            raise Broken(f"The person “{one.member}” is not the one its entries commit to.")
        address = one.identity["address"]
        if set(one.identity) != SHOWN or set(address) != ADDRESS or _shows(address["masked"]):
            raise Broken(f"More is shown of “{one.member}” than name, title and masked address.")
    if evidence.version >= LABELLED:
        labelled.in_order("Its people", [one.member for one in evidence.people], [*joined])
        if labelled.names_of(evidence) is not None and left.keys() - labelled.erased(evidence):
            raise Broken("Somebody of the committee is not shown, and no entry erased them.")
    shown = f"{len(evidence.people)} of {len(joined)} people are shown"
    return f"{shown}, each the one that the entries commit to."


def checkpointed(evidence: Evidence, trusted: Trusted) -> str:
    """Return what a record's checkpoint proves, and how far its key is known.

    Raises:
        Broken: if the proof does not hold, or is signed with another key than a trusted one.
    """
    proof = evidence.proof
    if proof is None:
        if trusted.only:
            raise Broken("It carries no checkpoint, so there is nothing that your key has signed.")
        return "It carries no checkpoint: none covered this plan when it was made."
    if evidence.version >= LABELLED and proof.note.count("\n— ") != 1:
        raise Broken("Its checkpoint bears another signature, which nothing here can check.")
    key, found = _signed(proof)
    leaf = proof.leaf
    entry = next((one for one in evidence.entries if one.seq == leaf.seq), None)
    if (leaf.organisation, leaf.plan) != (evidence.organisation, evidence.plan):
        raise Broken("Its checkpoint proves the head of another plan.")
    if entry is None or entry.hash != leaf.head:
        raise Broken("The head that its checkpoint proves does not stand in its chain.")
    if not checkpoint.proves(proof, found):
        raise Broken("Its path does not lead to the tree that its checkpoint signs.")
    upto = f"Entry {leaf.seq} and all before it stand in the log “{found.origin}”, among the"
    return f"{upto} first {found.size:,} heads. {_known(key, found.origin, trusted)}"


def _signed(proof: Proof) -> tuple[Key, checkpoint.Checkpoint]:
    try:
        key, found, data, signature = checkpoint.signature_of(proof)
    except Refusal:
        raise Broken("Its checkpoint is not written the way one is.") from None
    if not verifies(key, data, signature):
        raise Broken("Its checkpoint does not bear the signature of the key it names.")
    return key, found


def _known(key: Key, origin: str, trusted: Trusted) -> str:
    if key in trusted.keys:
        return "Its key is one of those you trust." if trusted.only else "Its key is ours."
    if trusted.only:
        raise Broken(f"Its checkpoint is signed with another key than yours: {key}.")
    host = origin.partition("/")[0]
    return (
        f"Its key is to be compared with those at {host}/.well-known/portal-checkpoint-key: {key}."
    )


def _shows(address: str) -> bool:
    return masked(address) != address
