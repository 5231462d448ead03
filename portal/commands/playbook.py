"""``portal playbook``: lay out a plan from the standard playbook, as JSON or as a table."""

import argparse
import json

from portal.actions.playbooks import standard_playbook
from portal.commands.arguments import whole_number
from portal.domain.playbook.laying_out import lay_out
from portal.domain.playbook.layout import LaidOutMilestone, Layout
from portal.domain.playbook.purchase import opportunity_type_named
from portal.domain.playbook.rules import Asked, Playbook, QuorumKind

HELP = "lay out a plan for a type, a tier and the facts of a purchase"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--type", required=True, help="large_account, renewal, ...")
    parser.add_argument("--tier", required=True, type=whole_number, help="1 to 4")
    parser.add_argument("--facts", required=True, help="all, none, or facts joined by commas")
    parser.add_argument(
        "--notice",
        type=whole_number,
        help="a renewal's business days from the notice date to the anchor",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the laid-out plan; refusals leave through the command line's one place for them."""
    playbook = standard_playbook()
    layout = lay_out(
        playbook,
        opportunity_type_named(arguments.type),
        arguments.tier,
        facts_named(playbook, arguments.facts),
        arguments.notice,
    )
    if arguments.json:
        print(json.dumps(as_object(playbook, layout, arguments.facts), indent=1))
    else:
        print(as_table(playbook, layout))
    return 0


def facts_named(playbook: Playbook, words: str) -> frozenset[str]:
    """Return the facts that ``words`` hold true: all, none, or those joined by commas."""
    if words in {"all", "none"}:
        return frozenset(playbook.facts if words == "all" else ())
    return frozenset(word.strip() for word in words.split(","))


def as_object(playbook: Playbook, layout: Layout, words: str) -> dict[str, object]:
    """Return the plan as the JSON object of the contract; its keys stand in that order."""
    triggers = [fact for fact in playbook.facts if fact in layout.facts]
    return {
        "opportunity_type": layout.opportunity_type,
        "tier": layout.tier,
        "triggers": words if words in {"all", "none"} else triggers,
        "path_business_days": layout.path_business_days,
        "milestones": [milestone_as_object(milestone) for milestone in layout.milestones],
    }


def milestone_as_object(milestone: LaidOutMilestone) -> dict[str, object]:
    """Return one milestone of the plan as JSON."""
    latest = milestone.latest_finish_business_days_before_anchor
    return {
        "code": milestone.code,
        "latest_finish_business_days_before_anchor": latest,
        "after_anchor_business_days": milestone.after_anchor_business_days,
        "business_days": milestone.business_days,
        "critical": milestone.critical,
        "who": [asked_as_object(asked) for asked in milestone.who],
    }


def asked_as_object(asked: Asked) -> dict[str, object]:
    """Return a role and its quorum as the master writes them."""
    quorum = asked.quorum
    written: dict[QuorumKind, dict[str, object]] = {
        QuorumKind.PERCENT: {"quorum_percent": quorum.amount},
        QuorumKind.NUMBER: {"quorum_number": quorum.amount, "quorum_of": quorum.of},
    }
    veto = {"veto": True} if quorum.veto else {}
    return {"role": asked.role} | written.get(quorum.kind, {"quorum": quorum.kind}) | veto


def as_table(playbook: Playbook, layout: Layout) -> str:
    """Return the plan for a person at a terminal."""
    title = (
        f"{playbook.type_names[layout.opportunity_type]}, tier {layout.tier}"
        f" ({playbook.tier_names[layout.tier]}): {layout.path_business_days} business days"
    )
    lines = [table_line(milestone) for milestone in layout.milestones]
    return "\n".join([title, "* on a longest path; due in business days from the anchor", *lines])


def table_line(milestone: LaidOutMilestone) -> str:
    """Return one milestone as a line: code, path mark, when it is due, name."""
    after = milestone.after_anchor_business_days
    due = -(milestone.latest_finish_business_days_before_anchor or 0) if after is None else after
    mark = "*" if milestone.critical else " "
    return f"{milestone.code:<4}{mark} {due:>+6}  {milestone.name}"
