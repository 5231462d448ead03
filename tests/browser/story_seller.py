"""The seller's part of the story: a plan laid out by hand, real figures loaded, and shared."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from portal.actions.calendars import working_calendar
from tests.browser.hands import Hands

DATA = Path(__file__).parents[1] / "data"
CASE = DATA / "costbenefit" / "forrester-tei-salesloft.json"
NETWORK = DATA / "schedules" / "general-foundry.json"
PASSWORD = "a long sentence to sign in with"
COUNTRY, CALENDAR = "Germany", "DE"
INGRID, PRIYA, TOMAS = "Ingrid Solheim", "Priya Raman", "Tomás Aguiar"
# name: (address, title, what they do)
COMMITTEE = {
    INGRID: (
        "ingrid@meridian.example",
        "Chief Financial Officer",
        ("Decides on the money", "Signs the order"),
    ),
    PRIYA: (
        "priya@meridian.example",
        "Head of Risk and Claims",
        ("Leads for the buyer", "Leads the users"),
    ),
    TOMAS: (
        "tomas@meridian.example",
        "Chief Operating Officer",
        ("Decides on the money", "Procurement", "Leads the implementation"),
    ),
}
OUTCOMES = (
    ("We pay no claim twice.", "Claims paid twice", "a year", "214", "20", PRIYA),
    ("A claim is settled within a week.", "Days to settle", "days", "19", "7", TOMAS),
)
OWN = "Reporting format agreed"


def working_day(days_from_now: int) -> date:
    """Return a working day of the buyer's, about so many days from now."""
    near = datetime.now(UTC).date() + timedelta(days=days_from_now)
    return working_calendar(CALENDAR, near.year - 1, near.year).on_or_before(near)


def set_password_and_sign_in(owen: Hands, link: str) -> None:
    """Come by the one-time link, set a password, and sign in with it."""
    owen.open(link)
    owen.fill("New password", PASSWORD)
    owen.press("Set the password")
    owen.fill("Your e-mail address", owen.email)
    owen.fill("Password", PASSWORD)
    owen.press("Sign in")


def start_plan(owen: Hands) -> None:
    """Say what the purchase is like, look at the plan that gives, and keep it."""
    owen.follow("New plan")
    owen.fill("The buyer’s company", "Meridian Freight")
    owen.fill("What the plan is about", "Claims platform for Meridian Freight")
    owen.choose("Large account")
    owen.fill("The buyer’s go-live", working_day(200).isoformat())
    owen.fill("Contract value", "420,000")
    owen.pick("Currency", "USD")
    owen.pick("Country", COUNTRY)
    owen.fill("Functions that decide", "3")
    owen.press("Show the plan")
    assert "This gives 16 milestones" in owen.words
    owen.press("Keep this plan")
    owen.plan = owen.page.url.split("?")[0]


def name_committee(owen: Hands) -> None:
    """Put three people on the committee."""
    owen.follow(re.compile("^The committee"))
    for name, (email, title, seats) in COMMITTEE.items():
        owen.fill("Full name", name)
        owen.fill("E-mail address", email)
        owen.fill("Title", title)
        owen.choose(*seats)
        owen.press("Add to the committee")
        assert name in owen.words


def write_outcomes(owen: Hands) -> None:
    """Write what must change, each in the buyer's words and owned by one of them."""
    owen.open(f"{owen.plan}/outcomes")
    for place, (words, measure, unit, baseline, target, owner) in enumerate(OUTCOMES, start=1):
        if place > 1:
            owen.press("Add another outcome")
        group = f"Outcome {place}"
        owen.fill("In the buyer’s words", words, group)
        owen.fill("What is measured", measure, group)
        owen.fill("Unit", unit, group)
        owen.fill("Today", baseline, group)
        owen.fill("Target", target, group)
        owen.fill("By", working_day(300).isoformat(), group)
        owen.pick("Who answers for it", owner, group)
    owen.press("Make revision 1")


def load_case(owen: Hands) -> None:
    """Load the published cost-benefit case, and see that its published figures follow."""
    owen.open(f"{owen.plan}/cost-benefit")
    owen.page.get_by_text("Load the case from a file instead").click()
    owen.page.get_by_label("A JSON or CSV file").set_input_files(CASE)
    owen.press("Load it")
    assert "5,496,170" in owen.words
    assert "329" in owen.words
    assert "does not follow" not in owen.words
    owen.fill("What the buyer pays over the term", "420000")
    owen.press("Show the result")
    owen.press("Make revision 1")


def load_network(owen: Hands) -> None:
    """Load a published project network as the implementation plan."""
    owen.open(f"{owen.plan}/implementation")
    owen.page.get_by_text("Load the tasks from a file instead").click()
    owen.page.get_by_label("A JSON, CSV or network file").set_input_files(NETWORK)
    owen.press("Load it")
    assert "75 working days" in owen.words
    owen.press("Make revision 1")


def add_milestone(owen: Hands) -> None:
    """Add a milestone of his own."""
    to_plan(owen)
    owen.follow("Add a milestone of your own")
    owen.fill("What will be true once it is closed?", OWN)
    owen.choose("Confirm")
    owen.pick("Whose answer closes it?", "leads the users")
    owen.fill("Due on", working_day(60).isoformat())
    owen.fill("What does the buyer gain from it?", "Your reports read as they did before.")
    owen.press("Add the milestone")
    assert OWN in owen.words


def share(owen: Hands) -> None:
    """Share the plan: three people are mailed a link each."""
    to_plan(owen)
    owen.follow("Share the plan")
    assert "each get one mail with a personal link" in owen.words
    owen.press(re.compile("^Share"))


def to_plan(owen: Hands) -> None:
    """Go to the plan's own page."""
    owen.open(owen.plan)


def write_words(owen: Hands, milestone: str) -> None:
    """Put the words of a milestone to the buyer as the playbook suggests them."""
    to_plan(owen)
    owen.follow(milestone)
    if milestone == OWN:
        owen.fill("What Meridian Freight is asked to answer", "Reports keep today’s columns.")
    owen.press("Make revision 1")


def report_by_telephone(owen: Hands, milestone: str) -> None:
    """Note that the buyer said yes elsewhere, which counts for nothing."""
    to_plan(owen)
    owen.follow(milestone)
    owen.fill("What was said, by whom, and when", "Tomás said yes on the telephone at noon.")
    owen.press("Note what they said")
    assert "closes nothing" in owen.words
    to_plan(owen)


def answer_with_revision(owen: Hands) -> None:
    """Answer what was asked for with a new revision of the case: a lower price, and why."""
    to_plan(owen)
    owen.follow("Write a new revision")
    owen.fill("What the buyer pays over the term", "400000")
    owen.press("Show the result")
    owen.fill("What changed, in one sentence", "Onboarding is counted once.")
    owen.press("Make revision 2")


def revoke_link(owen: Hands, name: str) -> None:
    """Revoke somebody's link."""
    owen.open(f"{owen.plan}/committee")
    owen.follow(f"Renew or revoke the link of {name}")
    owen.press("Revoke the link")
    to_plan(owen)


def marks_of(owen: Hands, name: str) -> dict[str, str]:
    """Read the matrix across: what somebody has signed off, by milestone."""
    table = owen.page.locator("table.matrix")
    heads = table.locator("thead th").all_text_contents()[1:]
    row = table.locator("tbody tr", has_text=name)
    cells = row.locator("td").evaluate_all(
        "cells => cells.map(c => c.querySelector('svg')?.getAttribute('aria-label') ?? '')"
    )
    return dict(zip(heads, cells, strict=True))
