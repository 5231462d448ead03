"""The evidence: every fingerprint in full on paper, and the record itself as an attachment."""

import json
from collections.abc import Mapping
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
from portal.domain.ledger import Entry

ATTACHED = "evidence.json"
VERSION = 2


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
    title and masked address of each member, likewise; ``checkpoint`` the proof that a signed tree
    holds a head of this chain, or null.
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
        "documents": [_whole(one) for one in copy.evidence.revisions],
        "answers": [
            {"seq": one.seq, "salt": copy.evidence.salts[one.seq], "words": one.words}
            for one in copy.answers()
            if one.seq in copy.evidence.salts
        ],
        "people": [one for one in map(partial(_person, copy), copy.page.members) if one],
        "checkpoint": copy.evidence.proof and copy.evidence.proof.content(),
    }
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


def _whole(revision: Revision) -> dict[str, Any]:
    return {
        "document": revision.document_id,
        "title": revision.title,
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
