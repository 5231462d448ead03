"""Delivering: what the outbox holds leaves after its cause was committed, once, or is told why not.

A letter is taken in one transaction, leaves outside any, and is noted in another. Who dies between
the receiver's yes and the note leaves a letter that is taken again, with the same Message-ID. What
the database does not take note of is kept in mind, and noted before anything else is taken.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from portal.actions import checkpoint, erase, export, knock, notify, own_account
from portal.actions.means import Means
from portal.delivery import letters, mail, notary, sealing
from portal.delivery.notary import Notarises
from portal.domain.refusals import Refusal
from portal.settings import Settings
from portal.store import outbox
from portal.store.outbox import Letter
from portal.store.transaction import Whose

# Kinds that carry a secret of their own: how its seed becomes what the receiver gets.
LINK, CODES = "link", frozenset({"code", "code_elsewhere"})


@dataclass(frozen=True, slots=True)
class Left:
    """How a letter left, or why it did not; ``refused`` if waiting alone will not help."""

    letter: Letter
    problem: str | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where things leave: ``send`` takes a message to its server, ``sender`` is who it is from.

    ``files`` is the folder for PDFs, ``print_`` what makes and seals one, ``notary`` signs
    checkpoints; ``mails`` is the folder for mails where no server is named; ``unnoted`` holds what
    became of letters until the database has taken the note.
    """

    send: Callable[[EmailMessage], None]
    sender: str
    files: Path
    print_: sealing.Print
    notary: Notarises
    mails: Path = Path("var/mail")
    unnoted: deque[Left] = field(default_factory=deque)


def outlets(settings: Settings) -> Outlets:
    """Return the outlets that the settings name."""
    keeper = sealing.keeper(
        settings.files, settings.base_url, settings.seal_p12, settings.seal_passphrase,
        settings.tsa_url, settings.seal_level,
    )  # fmt: skip  # one call
    return Outlets(
        mail.sender_for(settings), settings.mail_from, settings.files, sealing.press(keeper),
        notary.notary(settings.files, settings.base_url), settings.mail_folder,
    )  # fmt: skip  # one call


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
    _note(means, out)
    letter = _take(means, but)
    if letter is None:
        return False
    out.unnoted.append(_leave(means, out, letter))
    _note(means, out)
    return True


def _note(means: Means, out: Outlets) -> None:
    """Write down what became of letters; what cannot be written now stays to be written."""
    while out.unnoted:
        try:
            left = out.unnoted.popleft()
        except IndexError:  # another lane was quicker
            return
        try:
            with means.store.writing(left.letter.organisation_id) as session:
                if _is_to_forget(left, means.clock()):
                    outbox.forget(session, left.letter)
                elif left.problem is None:
                    outbox.sent(session, left.letter, means.clock())
                else:
                    outbox.postponed(
                        session, left.letter, means.clock(), left.problem, refused=left.refused
                    )
        except BaseException:
            out.unnoted.appendleft(left)
            raise


def _is_to_forget(left: Left, now: datetime) -> bool:
    """Tell whether nothing of it is kept: what a stranger typed, once it was seen to."""
    if left.letter.kind not in {knock.KIND, own_account.LOST_PASSWORD}:
        return False
    return left.problem is None or outbox.is_given_up(left.letter, now, refused=left.refused)


def _take(means: Means, but: str) -> Letter | None:
    """Look through the reading door first: an idle worker never takes a writer's turn.

    The next letter may be any organisation's; what follows from it is done in the name of its own.
    """
    now: datetime = means.clock()
    with means.store.reading(Whose.EVERYBODYS) as connection:
        if not outbox.waiting(connection, now, but):
            return None
    with means.store.writing(Whose.EVERYBODYS) as session:
        return outbox.take(session, now, but)


def _leave(means: Means, out: Outlets, letter: Letter) -> Left:
    """Let one letter go; tell why it could not, without the secret it carries."""
    if outbox.kills(letter, means.clock()):
        return Left(letter, "It was tried for days without an answer: each time the worker ended.")
    order = _order(means, letter)
    try:
        if letter.kind == export.KIND:
            _print(means, out, letter)
        elif letter.kind == checkpoint.KIND:
            checkpoint.make(means, out.notary)
        elif letter.kind == knock.KIND:
            knock.answer(means, letter)
        elif letter.kind == erase.KIND:
            erase.sweep(means, out.files, out.mails, letter)
        elif letter.kind == own_account.LOST_PASSWORD:
            own_account.mail_link(means, letter.payload["email"])
        else:
            out.send(mail.compose(order, out.sender))
    except (mail.MailNotTaken, OSError) as fault:
        said = _without(_said(fault), order.key)
        return Left(letter, said, refused=isinstance(fault, mail.MailRefused))
    except Exception as fault:  # noqa: BLE001  # one bad letter must not stop the others
        return Left(letter, _without(_said(fault), order.key), refused=True)
    return Left(letter)


def _said(fault: Exception) -> str:
    return fault.sentence if isinstance(fault, Refusal) else f"{type(fault).__name__}: {fault}"


def _print(means: Means, out: Outlets, letter: Letter) -> None:
    export.make(
        means, out.files, letter.organisation_id, letter.plan_id or "", letter.payload["paper"],
        out.print_, out.notary,
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
    if letter.kind in CODES:
        return means.six_digits(letter.secret)
    if letter.kind in {notify.INVITATION, notify.NEW_PASSWORD, notify.RESET}:
        token = means.token(notify.PASSWORD_LINK, letter.secret)
        return f"{means.base_url}/desk/password/{letter.organisation_id}.{token}"
    token = means.token(LINK, letter.secret)
    return f"{means.base_url}/l/{letter.organisation_id}.{token}"


def _without(text: str, key: str) -> str:
    return text.replace(key, "(not shown)") if key else text
