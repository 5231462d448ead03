"""The buyers' part of the story: what each member of the committee reads, answers and signs."""

import re
from collections.abc import Mapping

from tests.browser.hands import Hands

NOTHING: Mapping[str, str] = {}
WHO_IS_NEEDED = {
    "Who is needed to decide, fund and implement, with their titles": "Ingrid Solheim, CFO"
}
HOW_WE_BUY = {
    "Who may approve how much": "The CFO, up to USD 5 million",
    "Committees that decide, and their dates": "None",
    "Is the money budgeted, and from when": "Yes, from January",
    "Is the supplier on your approved vendor list": "Yes",
    "Security, legal and privacy reviews you need": "The contract only",
    "Whose contract paper is used": "The supplier’s",
}


def come_by_link(member: Hands, name: str) -> None:
    """Open the mailed link on a phone, continue, and see first what is asked."""
    member.continue_by_mail()
    assert member.heading.startswith(name.split()[0])
    assert "with you" in member.heading


def confirm_at_once(member: Hands) -> None:
    """Confirm the outcomes; from the link on, that takes three taps at most."""
    member.follow("Read and confirm")
    member.press(re.compile("^Confirm"))
    assert "confirmed" in member.words.lower()
    assert member.taps <= 3


def answer(
    member: Hands, task: str, button: str | re.Pattern[str], values: Mapping[str, str] = NOTHING
) -> None:
    """Answer a question of one page: find it at home, fill its fields, press its button."""
    find(member, task)
    for label, value in values.items():
        member.fill(label, value)
    member.press(button)


def find(member: Hands, task: str) -> None:
    """Open a question by its name, wherever it stands on the first screen."""
    member.open("/room/")
    first = member.page.locator(".ask")
    if task in first.inner_text():
        member.follow(re.compile("^(Read|Give|Enter)"))
    else:
        member.follow(re.compile(re.escape(task)))


def put_name(member: Hands, name: str, button: str | re.Pattern[str]) -> None:
    """On the second page: type the name and the mailed code, and press the named button."""
    member.fill("Type your full name", name)
    if member.page.get_by_label("I agree to sign electronically").count():
        member.choose("I agree to sign electronically")
    member.type_code()
    member.press(button)


def decide(
    member: Hands, name: str, task: str, choice: str, button: str | re.Pattern[str], limit: str = ""
) -> None:
    """Decide on two pages: the choice, then the name, the mailed code and the named button."""
    find(member, task)
    member.choose(choice)
    if limit:
        member.fill("Your approval limit, in USD", limit)
    member.press("Continue")
    put_name(member, name, button)


def ask_for_changes(member: Hands, task: str, reason: str) -> None:
    """Say what must change, which asks for neither name nor code."""
    find(member, task)
    member.choose("Ask for changes")
    member.fill("What must change before you can say yes?", reason)
    member.press("Continue")
    member.press("Ask for changes")
    assert "asked for changes" in member.words


def difference(member: Hands) -> list[str]:
    """Return what changed since the revision this person answered: what, before, now."""
    changed = member.page.locator("#changed")
    assert "since revision 1" in changed.inner_text()
    shown = changed.locator(".sheet").first.inner_text().split("\n")
    return [line.strip() for line in shown if line.strip() not in {"", "was", "is now"}]
