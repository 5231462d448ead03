"""The evidence attached to a file: found, read strictly, and put into values to be checked."""

import json
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from portal.domain import facts
from portal.domain.canonical import canonical
from portal.domain.checkpoint import Proof, read_proof
from portal.domain.facts import Fact
from portal.domain.ledger import Entry
from portal.domain.refusals import Refusal

ATTACHED = "evidence.json"
# What each version holds, and nothing more: what is in it unread could be anything.
FIRST = frozenset({"v", "organisation", "plan", "title", "buyer", "supplier", "head", "entries",
                   "documents", "answers"})  # fmt: skip  # one set
SECOND = FIRST | {"people", "checkpoint"}
VERSIONS = {1: (FIRST,), 2: (SECOND,), 3: (SECOND, FIRST | {"people", "unlogged"})}
LABELLED = 3  # the first version whose labels are bound by the chain, and whose lists are ordered
TEXTS = ("organisation", "plan", "title", "buyer", "supplier", "head")
UNLOGGED = "no checkpoint covered this plan when it was made"
ENTRY = frozenset({"seq", "previous", "body", "hash"})
REVISION = frozenset({"document", "title", "revision", "content", "hash"})
SAID = frozenset({"seq", "salt", "words"})
# What reading a value of the wrong shape raises.
MISSHAPEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


class NoEvidence(Exception):
    """A file without a record that can be read; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision with its content, as attached; no note in what older versions wrote."""

    document: str
    title: str
    number: int
    content: Any
    hash: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The words behind the answer of an entry, with the salt of its commitment."""

    seq: int
    salt: str
    words: Any


@dataclass(frozen=True, slots=True)
class Person:
    """Who a member is, with the salt that opens what the chain commits to."""

    member: str
    salt: str
    identity: Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """One plan's record: the chain, what each entry says, and what stands beside it."""

    version: int
    organisation: str
    plan: str
    title: str
    buyer: str
    supplier: str
    head: str
    entries: tuple[Entry, ...]
    facts: tuple[Fact, ...]
    revisions: tuple[Revision, ...]
    said: tuple[Said, ...]
    people: tuple[Person, ...] = ()
    proof: Proof | None = None


def attached(reader: PdfFileReader) -> str:
    """Return the text of the record that travels in a PDF.

    Raises:
        NoEvidence: if there is none, or more than one.
    """
    try:
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        files = [names[place] for place in range(1, len(names), 2)]
        found = [one for one in files if one["/UF"] == ATTACHED]
        (text,) = [one["/EF"]["/F"].data.decode("utf-8") for one in found]
    except Exception as fault:
        raise NoEvidence("It carries no record of a plan that can be read.") from fault
    return str(text)


def read(text: str) -> Evidence:
    """Return the record that an attachment holds.

    Raises:
        NoEvidence: if it is not what this program writes: canonical JSON of known entries.
    """
    try:
        whole = json.loads(text, object_hook=_counted)
        if canonical(whole).decode() != text or set(whole) not in VERSIONS[whole["v"]]:
            raise NoEvidence("Its record is not written the way this program writes one.")
        _require_nothing_more(whole)
        entries = tuple(
            Entry(one["seq"], one["previous"], dict(one["body"]), one["hash"])
            for one in whole["entries"]
        )
        people, proof = _since_the_second(whole) if whole["v"] > 1 else ((), None)
        return Evidence(
            whole["v"],
            whole["organisation"],
            whole["plan"],
            whole["title"],
            whole["buyer"],
            whole["supplier"],
            whole["head"],
            entries,
            tuple(facts.read(entry.body) for entry in entries),
            tuple(_revision(one) for one in whole["documents"]),
            tuple(Said(one["seq"], one["salt"], one["words"]) for one in whole["answers"]),
            people,
            proof,
        )
    except (*MISSHAPEN, Refusal) as fault:
        raise NoEvidence("Its record holds something that this program does not write.") from fault


def _require_nothing_more(whole: dict[str, Any]) -> None:
    revision = REVISION | {"note"} if whole["v"] >= LABELLED else REVISION
    for part, holds in (("entries", ENTRY), ("documents", revision), ("answers", SAID)):
        if any(set(one) != holds for one in whole[part]):
            raise LookupError(part)
    texts = [whole[name] for name in TEXTS] + [one["title"] for one in whole["documents"]]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError


def _since_the_second(whole: dict[str, Any]) -> tuple[tuple[Person, ...], Proof | None]:
    people = (Person(one.pop("member"), one.pop("salt"), one) for one in whole["people"])
    found = whole.get("checkpoint")
    if whole["v"] >= LABELLED and found is None and whole.get("unlogged") != UNLOGGED:
        raise ValueError
    return tuple(people), None if found is None else read_proof(found)


def _counted(one: dict[str, Any]) -> dict[str, Any]:
    """Refuse true where a number belongs: Python takes it for 1, and no hash covers these."""
    if any(one.get(name) is True for name in ("v", "seq", "revision")):
        raise ValueError
    return one


def _revision(one: dict[str, Any]) -> Revision:
    return Revision(
        one["document"], one["title"], one["revision"], one["content"], one["hash"],
        one.get("note", ""),
    )  # fmt: skip  # one value
