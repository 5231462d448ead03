"""Delivering: what the outbox holds leaves after its cause was committed, once, or is told why not.

A letter is taken in one transaction, leaves outside any, and is noted in another. Who dies between
the receiver's yes and the note leaves a letter that is taken again, with the same Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from portal.actions import export, knock
from portal.actions.means import Means
from portal.delivery import letters, mail, sealing
from portal.domain.refusals import Refusal
from portal.settings import Settings
from portal.store import outbox
from portal.store.outbox import Letter

# Kinds that carry a secret of their own: how its seed becomes what the receiver gets.
LINK, CODE = "link", "code"


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where things leave: ``send`` takes a message to its server, ``sender`` is who it is from.

    ``files`` is the folder for PDFs, ``print_`` what makes and seals one.
    """

    send: Callable[[EmailMessage], None]
    sender: str
    files: Path
    print_: sealing.Print


def outlets(settings: Settings) -> Outlets:
    """Return the outlets that the settings name."""
    keeper = sealing.keeper(
        settings.files, settings.base_url, settings.seal_p12, settings.seal_passphrase
    )
    return Outlets(
        mail.sender_for(settings), settings.mail_from, settings.files, sealing.press(keeper)
    )


def drain(means: Means, out: Outlets) -> int:
    """Deliver everything that is due; return how many letters were tried."""
    tried = 0
    while deliver_next(means, out):
        tried += 1
    return tried


def deliver_next(means: Means, out: Outlets, but: str = "") -> bool:
    """Deliver the next letter that is due, or note why it waits; tell whether there was one.

    Letters of the kind ``but`` are left to other workers.
    """
    letter = _take(means, but)
    if letter is None:
        return False
    problem = _leave(means, out, letter)
    with means.store.writing() as session:
        if letter.kind == knock.KIND and (problem is None or outbox.is_given_up(letter)):
            outbox.forget(session, letter)
        elif problem is None:
            outbox.sent(session, letter, means.clock())
        else:
            outbox.postponed(session, letter, means.clock(), problem)
    return True


def _take(means: Means, but: str) -> Letter | None:
    """Look through the reading door first: an idle worker never takes a writer's turn."""
    now: datetime = means.clock()
    with means.store.reading() as connection:
        if not outbox.waiting(connection, now, but):
            return None
    with means.store.writing() as session:
        return outbox.take(session, now, but)


def _leave(means: Means, out: Outlets, letter: Letter) -> str | None:
    """Let one letter go; return why it could not, without the secret it carries."""
    if letter.attempts > outbox.MOST_ATTEMPTS:
        return "It was tried too often without an answer: the worker ended each time."
    order = _order(means, letter)
    try:
        if letter.kind == export.KIND:
            _print(means, out, letter)
        elif letter.kind == knock.KIND:
            knock.answer(means, letter)
        else:
            out.send(mail.compose(order, out.sender))
    except Refusal as refusal:
        return _without(refusal.sentence, order.key)
    except Exception as fault:  # noqa: BLE001  # one bad letter must not stop the others
        return _without(f"{type(fault).__name__}: {fault}", order.key)
    return None


def _print(means: Means, out: Outlets, letter: Letter) -> None:
    export.make(
        means, out.files, letter.organisation_id, letter.plan_id or "", letter.payload["paper"],
        out.print_,
    )  # fmt: skip  # one call


def _order(means: Means, letter: Letter) -> letters.Order:
    return letters.Order(
        kind=letter.kind,
        payload=letter.payload,
        recipient=letter.recipient,
        message_id=letter.message_id,
        created_at=letter.created_at,
        base_url=means.base_url,
        plan=f"{letter.organisation_id}.{letter.plan_id or ''}",
        key=_key(means, letter),
    )


def _key(means: Means, letter: Letter) -> str:
    """Return the link or the code that a seed stands for; it exists only from here to the mail."""
    if letter.secret is None:
        return ""
    if letter.kind == CODE:
        return means.six_digits(letter.secret)
    token = means.token(LINK, letter.secret)
    return f"{means.base_url}/l/{letter.organisation_id}.{token}"


def _without(text: str, key: str) -> str:
    return text.replace(key, "(not shown)") if key else text
