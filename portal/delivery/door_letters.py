"""The words of mails about who comes and goes: newcomers, strangers, a new address, a farewell."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from portal.delivery.letter import Order, Words, first_name
from portal.delivery.plain import line, long_day
from portal.domain.committee import SEATS
from portal.domain.statement import short


def newcomer(order: Order, given: Mapping[str, Any]) -> Words:
    """Tell both sides that somebody of an allowed domain was mailed a link."""
    return Words(
        subject=f"A link for a newcomer: {given['plan']}, {long_day(order.created_at.date())}",
        preview=f"Somebody at {given['domain']} asked for a link and was mailed one.",
        sender=f"{given['buyer']} with {given['supplier']}",
        heading=f"{first_name(given['name'])}, a newcomer was mailed a link",
        paragraphs=(
            f"Somebody asked at the address of “{given['plan']}” for a link to {given['address']}."
            f" {given['buyer']} allows addresses at {given['domain']}, so it was mailed.",
            "Whoever comes by it can read the plan. They are asked nothing, and count for nothing,"
            f" until {given['buyer']} or {given['supplier']} names them and says what they do.",
        ),
        facts=(("If you did not expect this", f"whoever leads at {given['buyer']} can take them"
                " off, and can stop allowing the domain, on the page “Who may come” of the plan"),),
        note="This mail approves nothing, and there is nothing you have to do.",
        why="you lead this plan for your side.",
    )  # fmt: skip  # one letter


def knocks(order: Order, given: Mapping[str, Any]) -> Words:
    """Tell whoever leads for the buyer that strangers asked for a link and got none."""
    asked, named = int(given["asked"]), [line(one) for one in given["named"]]
    times = "once" if asked == 1 else f"{asked} times"
    return Words(
        subject=f"Asked for a link and got none: {given['plan']}, "
        f"{long_day(order.created_at.date())}",
        preview=f"Somebody who is not on the committee asked {times}.",
        sender=given["plan"],
        heading=f"{first_name(given['name'])}, somebody asked for a link and got none",
        paragraphs=(
            f"At the address of “{given['plan']}” somebody asked {times} for a link to a mailbox"
            " that is not on the committee. Nothing was mailed to it, and the page did not say so.",
            "If a colleague is missing, have them named for the committee, or allow your company’s"
            " domain on the page “Who may come”. If not, there is nothing to do.",
        ),
        facts=(
            ("Addresses like yours", ", ".join(named) or "none"),
            ("Other addresses", "are counted here and not kept"),
        ),
        note="This mail approves nothing. Whoever typed an address need not own it. You get at most"
        " one such mail a day.",
        why=f"you lead this plan for {given['buyer']}.",
    )


def readdressed(order: Order, given: Mapping[str, Any]) -> Words:
    """Tell the old mailbox that mails go elsewhere now."""
    return Words(
        subject=f"Your address was changed: {given['plan']}, {long_day(order.created_at.date())}",
        preview="Mails of this plan go to another address now.",
        sender=given["plan"],
        heading=f"{first_name(given['name'])}, your mails go to another address now",
        paragraphs=(
            f"You moved your mails of “{given['plan']}” to another address, with a code from this"
            " mailbox. Every link mailed here is closed, and so is every visit it opened.",
        ),
        note="This mail approves nothing. If that was not you, tell whoever leads this plan at"
        f" {given['buyer']} today: they can take the other address off the committee and name you"
        " anew.",
        why="this was your address in this plan.",
    )


def code_elsewhere(order: Order, _given: Mapping[str, Any]) -> Words:
    """Give the code that shows whose a new mailbox is; to a stranger it tells nothing."""
    return Words(
        subject=f"Your code for a new address, {long_day(order.created_at.date())}",
        preview="Six digits, for ten minutes and one use.",
        sender="Mutual plan",
        heading="Is this your mailbox?",
        paragraphs=(
            "Somebody wants the mails of a plan to come to this address. If that is you, type this"
            " code on the page where you asked for it.",
        ),
        code=order.key,
        note="This mail approves nothing. The code works once, for ten minutes, and only for this"
        " address.",
        facts=(("If it was not you", "somebody mistyped their address; do nothing"),),
        why="somebody typed this address as theirs.",
    )


def left(order: Order, given: Mapping[str, Any]) -> Words:
    """Give somebody who is off the committee everything they said, to keep."""
    answers = tuple(_answer(one) for one in given["answers"])
    return Words(
        subject=f"You are off the committee: {given['plan']}, {long_day(order.created_at.date())}",
        preview="Your answers stay on record, and this mail holds them.",
        sender=given["plan"],
        heading=f"{first_name(given['name'])}, you are off the committee",
        paragraphs=(
            f"You no longer belong to the committee of “{given['plan']}” at {given['buyer']}. Your"
            " links are closed, and you are asked nothing more.",
            "What you answered stays on record in your name. Here it is, in full; keep this mail."
            if answers else "You had answered nothing.",
        ),
        facts=(*answers, (f"Record up to entry {given['seq']}", given["head"]),
               ("Check it", f"{order.base_url}/verify")),
        note="This mail approves nothing. If this is a mistake, ask whoever leads the plan at"
        f" {given['buyer']} to have you named anew.",
        why="you were on the committee of this plan.",
    )  # fmt: skip  # one letter


def erased(order: Order, given: Mapping[str, Any]) -> Words:
    """Tell whoever leads on each side that somebody is erased, and whose seats that opens."""
    seats = [SEATS.get(role, role) for role in given["seats"]]
    asked = (
        "They asked for it themselves, with a code from their mailbox."
        if given["own"]
        else "They asked whoever runs this server for it, who did it."
    )
    return Words(
        subject=f"Somebody was erased: {given['plan']}, {long_day(order.created_at.date())}",
        preview="Their answers stay on record, and nothing says whose they were.",
        sender=f"{given['buyer']} with {given['supplier']}",
        heading=f"{first_name(given['name'])}, somebody on the committee was erased",
        paragraphs=(
            f"The personal data of somebody on the committee of “{given['plan']}” was erased."
            f" {asked} Whoever it was has left the committee with it.",
            "That a seat answered stays on record, with what it answered to and when; the words and"
            " the name are gone from it. PDFs that were downloaded before stay whole.",
        ),
        facts=(("Seats they held", ", ".join(seats) or "none"),
               ("On record as", f"entry {given['seq']}")),
        note="This mail approves nothing. If a seat is needed, name somebody else for it.",
        why="you lead this plan for your side.",
    )  # fmt: skip  # one letter


def _answer(one: Mapping[str, Any]) -> tuple[str, str]:
    at = datetime.fromisoformat(one["at"]).astimezone(UTC)
    return (
        f"Entry {one['seq']}, {long_day(at.date())}",
        f"{line(one['statement'])} (Answered to fingerprint {short(one['hash'])}.)",
    )


KINDS: Mapping[str, Callable[[Order, Mapping[str, Any]], Words]] = {
    "newcomer": newcomer,
    "knocks": knocks,
    "code_elsewhere": code_elsewhere,
    "readdressed": readdressed,
    "left": left,
    "erased": erased,
}
