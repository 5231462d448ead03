"""The words of each kind of mail, from what the outbox holds; text and HTML say the same."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from portal.delivery import door_letters
from portal.delivery.letter import Order as Order  # those who order letters take it from here
from portal.delivery.letter import Words, first_name
from portal.delivery.paper.words import answered
from portal.delivery.plain import line, long_day, with_weekday
from portal.domain.refusals import Refusal
from portal.domain.statement import short


class NoSuchLetter(Refusal):
    """Only letters whose words are known can be written."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no letter of the kind '{kind}'. Update the worker.")


def words(order: Order) -> Words:
    """Return the words of an order.

    Raises:
        NoSuchLetter: if its kind is not known.
    """
    if order.kind not in KINDS:
        raise NoSuchLetter(order.kind)
    return KINDS[order.kind](order, {name: _clean(v) for name, v in order.payload.items()})


def _clean(value: Any) -> Any:
    return line(value) if isinstance(value, str) else value


def _link(order: Order, given: Mapping[str, Any]) -> Words:
    go_live = date.fromisoformat(given["go_live"])
    expires = date.fromisoformat(given["expires"])
    return Words(
        subject=f"Open your plan: {given['plan']}, go-live {long_day(go_live)}",
        preview=f"{given['supplier']} and {given['buyer']}: what is asked of you, and by when.",
        sender=f"{given['buyer']} with {given['supplier']}",
        heading=f"{first_name(given['name'])}, this link opens your plan",
        paragraphs=(
            f"“{given['plan']}” holds what {given['buyer']} and {given['supplier']} want to reach"
            f" together by {with_weekday(go_live)}: every milestone, who answers it, and why.",
            "It shows what is asked of you. Nothing is agreed before the people named in it at"
            f" {given['buyer']} have answered themselves.",
        ),
        button=("Open the plan", order.key),
        note="Opening the link approves nothing. You answer on the page, and where you put your"
        " name to something, with a code we email you then.",
        facts=(
            ("For", f"{given['name']} alone; the link is personal, so do not pass it on"),
            ("Works until", long_day(expires)),
        ),
        why=_why_invited(given),
    )


def _why_invited(given: Mapping[str, Any]) -> str:
    """Say how it came to a link: a newcomer of an allowed domain was named by nobody."""
    if "domain" in given:
        return (
            f"somebody asked for it at the plan’s address, and {given['buyer']} allows addresses at"
            f" {given['domain']}."
        )
    return f"{given['supplier']} named you in this plan."


def _code(order: Order, given: Mapping[str, Any]) -> Words:
    return Words(
        subject=f"Your code for “{given['what']}”, {long_day(_utc(order.created_at))}",
        preview="Six digits, for ten minutes and one use.",
        sender=given["plan"],
        heading=f"{first_name(given['name'])}, this is your code",
        paragraphs=(f"Type it on the page where you asked for it: “{given['what']}”.",),
        code=order.key,
        note="This mail approves nothing. The code works once, for ten minutes, and only for"
        " what you chose there. Nobody from us or from the supplier will ever ask you for it.",
        facts=(("If you did not ask for it", "do nothing; without the code nothing is recorded"),),
        why="somebody asked for a code in your name in this plan.",
    )


def _receipt(order: Order, given: Mapping[str, Any]) -> Words:
    at = datetime.fromisoformat(given["at"]).astimezone(UTC)
    answer = answered(str(given["answer"]))
    closed = tuple(line(name) for name in given["closed"])
    return Words(
        subject=f"Recorded: {answer}, “{given['milestone']}”, {long_day(at)}",
        preview=f"Entry {given['seq']} of the plan's record. Keep this mail.",
        sender=given["plan"],
        heading=f"{first_name(given['name'])}, your answer is recorded",
        paragraphs=("These are the words that were recorded:",),
        quote=given["statement"],
        button=("Open the plan’s page", f"{order.base_url}/p/{order.plan}"),
        note="Opening the link approves nothing and changes nothing. To take the answer back, use"
        " your personal link; you can until the order is placed. Keep this mail: were the record"
        " changed, its fingerprint below would no longer match.",
        facts=(
            ("Milestone", given["milestone"]),
            ("Closed by it", ", ".join(closed) or "no milestone"),
            ("When", f"{long_day(at)}, {at:%H:%M:%S} UTC"),
            ("Answered to", f"fingerprint {short(given['hash'])}"),
            (f"Record up to entry {given['seq']}", given["head"]),
            ("Check it", f"{order.base_url}/verify"),
        ),
        why="you answered in this plan.",
    )


def _utc(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


KINDS: Mapping[str, Callable[[Order, Mapping[str, Any]], Words]] = {
    "link": _link,
    "code": _code,
    "receipt": _receipt,
    **door_letters.KINDS,
}
