"""The evidence: every fingerprint in full on paper, and the record itself as an attachment."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from portal.delivery.paper import words
from portal.delivery.paper._page import Decision, Member, Revision
from portal.delivery.paper.copy import Copy
from portal.delivery.verifying.handing_out import program as handed_out
from portal.domain import checkpoint, identity
from portal.domain.canonical import canonical
from portal.domain.checkpoint import Proof
from portal.domain.events import DocumentRevised
from portal.domain.ledger import Entry

ATTACHED = "evidence.json"
VERSION = 3
UNLOGGED = "no checkpoint covered this plan when it was made"


def evidence(copy: Copy) -> dict[str, Any]:
    """Return what the pages of evidence show."""
    entries = copy.evidence.entries
    names = _names(copy)
    return {
        "head": copy.page.plan.ledger_head,
        "entries": [_entry(copy, one, names) for one in entries],
        "count": len(entries),
        "documents": [_document(copy, one) for one in copy.page.documents.values()],
        "answers": [_answer(copy, one) for one in copy.answers()],
        "checkpoint": _checkpoint(copy.evidence.proof),
        "verify": f"{copy.base_url}/verify" if copy.base_url else "",
        "attached": ATTACHED,
        "program": program(),
    }


def program() -> dict[str, str]:
    """Return what names the program that checks a copy without us."""
    held = handed_out()
    return {"name": held.name, "sha256": held.sha256}


def attachment(copy: Copy) -> str:
    """Return the record that travels inside the PDF, as canonical JSON.

    ``entries`` is the whole chain; ``documents`` every revision with its content; ``answers`` the
    words behind each answer with the salt of the commitment that its entry holds; ``people`` name,
    title and masked address of each member, likewise; each in the order of their entries.
    ``checkpoint`` is the proof that a signed tree holds a head of this chain; where there is none,
    ``unlogged`` says so.
    """
    plan = copy.page.plan
    whole = {
        "v": VERSION,
        "organisation": plan.organisation_id,
        "plan": plan.id,
        "title": plan.title,
        "buyer": plan.buyer,
        "supplier": plan.supplier,
        "head": plan.ledger_head,
        "entries": [
            {"seq": one.seq, "previous": one.previous, "body": one.body, "hash": one.hash}
            for one in copy.evidence.entries
        ],
        "documents": [_whole(one) for one in sorted(copy.evidence.revisions, key=_made(copy))],
        "answers": [
            {"seq": one.seq, "salt": copy.evidence.salts[one.seq], "words": one.words}
            for one in copy.answers()
            if one.seq in copy.evidence.salts
        ],
        "people": [one for one in map(partial(_person, copy), copy.page.members) if one],
    }
    proof = copy.evidence.proof
    whole |= {"checkpoint": proof.content()} if proof else {"unlogged": UNLOGGED}
    return canonical(json.loads(json.dumps(whole))).decode()


def _checkpoint(proof: Proof | None) -> str:
    """Return where a signed checkpoint holds the record, as a sentence, or nothing."""
    if proof is None:
        return ""
    _, tree = checkpoint.read(proof.note)
    return (
        f"Entry {proof.leaf.seq} and all before it, in the log {tree.origin} at place"
        f" {proof.position + 1:,} of {tree.size:,}. The proof is attached. Signed with the key"
        f" {proof.key}"
    )


def _made(copy: Copy) -> Callable[[Revision], int]:
    """Return what tells the entry that made a revision."""
    made = {
        (entry.body["data"]["document"], entry.body["data"]["revision"]): entry.seq
        for entry in copy.evidence.entries
        if entry.body["event"] == DocumentRevised.NAME
    }
    return lambda one: made[one.document_id, one.number]


def _whole(revision: Revision) -> dict[str, Any]:
    return {
        "document": revision.document_id,
        "title": revision.title,
        "note": revision.note,
        "revision": revision.number,
        "content": revision.content,
        "hash": revision.hash,
    }


def _person(copy: Copy, member: Member) -> dict[str, Any] | None:
    """Return who somebody is, with the salt of the commitment; None once they were erased.

    So too who was named by a program that committed to the whole address: it is not to be shown.
    """
    salt = copy.evidence.people.get(member.id, "")
    who = (member.name, member.title, member.email, salt)
    said = {entry.body["data"].get("commitment") for entry in copy.evidence.entries
            if entry.body["data"].get("member") == member.id}  # fmt: skip  # one set
    if not salt or identity.committed(*who) not in said:
        return None
    opening = identity.salt_for(salt, identity.OPENS_NAME)
    return {"member": member.id, "salt": opening, **identity.identity(*who)}


def _names(copy: Copy) -> Mapping[str, str]:
    """Return the name of every id and code that an entry may mention."""
    return (
        {member.id: member.name for member in copy.page.members}
        | {one.code: one.name for one in copy.page.milestones}
        | {one.document_id: one.title for one in copy.page.documents.values()}
    )


def _entry(copy: Copy, entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    at = datetime.fromisoformat(entry.body["at"]).astimezone(UTC)
    by = entry.body["by"]
    who = {"buyer": names.get(by["id"], "a former member"), "supplier": copy.page.plan.supplier}
    return {
        "seq": entry.seq,
        "when": f"{words.day(at.date())} {at:%H:%M:%S}",
        "who": who.get(by["side"], "Follows from the entry before"),
        "what": words.entry(entry.body, names),
        "hash": entry.hash,
    }


def _document(copy: Copy, revision: Revision) -> dict[str, Any]:
    return {"title": revision.title, "revision": revision.number, "hash": revision.hash,
            "made": copy.local_day(revision.made_at)}  # fmt: skip  # one value


def _answer(copy: Copy, answer: Decision) -> dict[str, Any]:
    revision = f", revision {answer.revision}" if answer.revision else ""
    return {
        "seq": answer.seq,
        "who": copy.name(answer.member_id),
        "what": f"{words.capital(words.answered(answer.answer))}: "
        f"{copy.milestone_name(answer.milestone_code)}{revision}",
        "hash": answer.hash,
    }
