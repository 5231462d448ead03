"""What the writing pages of the desk share: who asked for changes, a preview, what was loaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import request

from portal.domain.canonical import Content, fingerprint
from portal.domain.closing import Say, Standing
from portal.domain.committee import MOST_MONEY
from portal.domain.document import OUTCOMES, TITLES
from portal.domain.refusals import Refusal
from portal.store.pages.rows import PlanPage, RevisionRow
from portal.web.seller.next_acts import decision_at, reason_of
from portal.web.showing import documents
from portal.web.showing.counts import listed
from portal.web.showing.differences import Differences, between
from portal.web.showing.telling import local
from portal.web.surroundings import means, seller
from portal.web.uploads import Kinds, text_of
from portal.web.wording import ANSWERS, day, initials

MOST_DIGITS = 6  # of a row's number


class LookAgain(Refusal):
    """What is put on record is what was looked at, to the last figure."""

    def __init__(self) -> None:
        super().__init__(
            "Something was changed after the result was shown. Look at it once more, then make the"
            " revision."
        )


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody who asked for changes or said no, and is waiting for a new revision."""

    who: str
    initials: str
    said: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands in a form as it was sent, with its errors by field; nothing typed is lost."""

    values: Mapping[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return what was typed into a field, without blanks around it."""
        return self.values.get(name, "").strip()

    def value(self, name: str) -> str:
        """Return what was typed into a field, as it was typed."""
        return self.values.get(name, "")

    def error(self, name: str) -> list[str]:
        """Return the sentences that stand beside a field."""
        return self.errors.get(name, [])

    def refuse(self, name: str, sentence: str) -> None:
        """Put a sentence beside a field, once."""
        if sentence not in self.errors.setdefault(name, []):
            self.errors[name].append(sentence)


def typed() -> Answered:
    """Return the form as it was sent."""
    # Browsers send every line break of a text as two signs; what was shown had one.
    return Answered({name: value.replace("\r\n", "\n") for name, value in request.form.items()})


def pressed(name: str) -> int | None:
    """Return the number of the row whose button was pressed: ``take-out`` of ``take-out-3``."""
    word, _, number = request.form.get("do", "").rpartition("-")
    return int(number) if word == name and is_number(number) else None


def is_number(typed: str) -> bool:
    """Tell whether a text is a row's number, or how many there are; an endless one is none."""
    return typed.isdecimal() and len(typed) <= MOST_DIGITS


def loaded_text(kinds: Kinds) -> str:
    """Return the text of an uploaded file of one of these kinds, else what was pasted.

    Raises:
        OtherEnding, NotUtf8, OtherContent: if the file is of none, or not what its name says.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        return request.form.get("text", "")
    return text_of(file, kinds)


def payable(amount: Decimal) -> str:
    """Return what is wrong with an amount somebody is asked to pay, or nothing."""
    if not 0 <= amount <= MOST_MONEY:
        return f"Give an amount from 0 to {MOST_MONEY:,}."
    if amount != round(amount, 2):
        return "Give the amount to the cent, with two decimals at most."
    return ""


def objections(page: PlanPage, document: str, today: date) -> tuple[Objection, ...]:
    """Return who objects to a document as it stands, with their reasons."""
    found = []
    for milestone in page.milestones:
        if milestone.document_id != document or milestone.standing != Standing.IN_DISCUSSION:
            continue
        for line in milestone.lines:
            member, given = page.member(line.member), decision_at(page, line)
            if line.say == Say.OBJECTED and member and given:
                found.append(
                    Objection(
                        member.name, initials(member.name), ANSWERS.get(given.answer, given.answer),
                        day(local(page, given.at), today), reason_of(given),
                    )
                )  # fmt: skip  # one value
    return tuple(dict.fromkeys(found))


def next_number(page: PlanPage, document: str) -> int:
    """Return the number a new revision of a document gets."""
    current = page.documents.get(document)
    return current.number + 1 if current else 1


def asked_again(page: PlanPage, document: str) -> str:
    """Say who answered the current revision and will be asked again by a new one."""
    milestones = [one for one in page.milestones if one.document_id == document]
    said_yes = [
        member.first_name
        for milestone in milestones
        for line in milestone.lines
        if line.say in (Say.YES, Say.RECOMMENDED) and (member := page.member(line.member))
    ]
    names = list(dict.fromkeys(said_yes))
    if document not in page.documents:
        return ""
    if not names:
        return f"Nobody at {page.plan.buyer} has said yes to the current revision."
    told = f"{listed(names)} said yes to the current revision"
    if document == OUTCOMES:
        return f"{told}. An owner is asked again only when an outcome of theirs changes."
    return f"{told} and {'is' if len(names) == 1 else 'are'} asked again if it changes."


@dataclass(frozen=True, slots=True)
class Preview:
    """A revision that does not exist yet, as the buyer would see it, with what it changes."""

    shown: documents.DocumentShown
    changed: Differences | None
    hash: str


def preview(
    page: PlanPage,
    document: str,
    content: Content,
    today: date,
    *,
    amount: Decimal | None = None,
    currency: str | None = None,
) -> Preview:
    """Show content as the next revision of a document, keeping nothing."""
    row = _row(page, document, content, means().clock(), amount, currency)
    current = page.documents.get(document)
    return Preview(
        shown=documents.shown(row, page, today),
        changed=between(current, row, page.members) if current else None,
        hash=row.hash,
    )


def _row(
    page: PlanPage,
    document: str,
    content: Mapping[str, Any],
    now: datetime,
    amount: Decimal | None,
    currency: str | None,
) -> RevisionRow:
    return RevisionRow(
        document_id=document, kind=document, title=TITLES.get(document, document),
        number=next_number(page, document), content=content, hash=fingerprint(content),
        amount=amount, currency=currency, made_by_side="supplier",
        made_by=seller().account_id, made_at=now, note="",
    )  # fmt: skip  # one row
