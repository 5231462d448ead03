"""Reading a playbook from its JSON text, refusing whatever is not in the form of the master."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from portal.domain.playbook.fields import (
    exactly,
    flag_of,
    list_of,
    name_of,
    object_of,
    parse,
    refuse,
    text_of,
    whole_of,
)
from portal.domain.playbook.rules import (
    TIERS,
    Act,
    Asked,
    ClosingActsAre,
    OpportunityType,
    Playbook,
    Quorum,
    Rule,
)

Item = TypeVar("Item")

MOST_DAYS = 1_000  # about four years of business days: no single milestone takes longer
MOST_PEOPLE = 10_000

PLAYBOOK_KEYS = (
    "opportunity_types",
    "tiers",
    "phases",
    "facts",
    "never_left_out",
    "notes",
    "milestones",
)
RULE_KEYS = (
    "code",
    "name",
    "name_for_type",
    "phase",
    "closing_acts",
    "closing_acts_are",
    "go_no_go",
    "trigger",
    "trigger_for_type",
    "smallest_tier_for_type",
    "business_days_by_tier",
    "business_days_for_type",
    "after_go_live_days_by_tier",
    "prerequisites",
    "prerequisites_for_type",
    "who_by_tier",
    "why_for_the_buyer",
    "buyer_action",
    "seller_provides_first",
    "evidence_kept",
)


def read_playbook(text: str, *, version: int) -> Playbook:
    """Return the playbook written in ``text``, which has the form of the master.

    This judges the form alone; ``editing.check`` judges whether its rules may hold. Raises
    ``UnreadablePlaybook`` or ``ImpossibleQuorum``, naming the place.
    """
    read = exactly(parse(text), "the whole", PLAYBOOK_KEYS)
    list_of(read["notes"], "notes", text_of)
    types = exactly(
        read["opportunity_types"],
        "opportunity_types",
        tuple(kind.value for kind in OpportunityType),
    )
    tiers = exactly(read["tiers"], "tiers", tuple(str(tier) for tier in TIERS))
    phases = numbered(read["phases"], "phases", text_of)
    return Playbook(
        version=version,
        type_names={
            kind: text_of(types[kind.value], f"opportunity_types.{kind}")
            for kind in OpportunityType
        },
        tier_names={tier: text_of(tiers[str(tier)], f"tiers.{tier}") for tier in TIERS},
        phase_names=phases,
        facts={
            fact: text_of(wording, f"facts.{fact}")
            for fact, wording in object_of(read["facts"], "facts").items()
        },
        never_left_out=list_of(read["never_left_out"], "never_left_out", text_of),
        milestones=list_of(
            read["milestones"], "milestones", lambda rule, place: rule_of(rule, place, phases)
        ),
    )


def rule_of(value: object, place: str, phases: Mapping[int, str]) -> Rule:
    """Return one master milestone."""
    read = exactly(value, place, RULE_KEYS)

    def at(key: str) -> tuple[object, str]:
        return read[key], f"{place}.{key}"

    after = read["after_go_live_days_by_tier"]
    return Rule(
        code=text_of(*at("code")),
        name=text_of(*at("name")),
        name_for_type=by_type(*at("name_for_type"), text_of),
        phase=phase_of(*at("phase"), phases),
        closing_acts=list_of(*at("closing_acts"), lambda act, where: name_of(Act, act, where)),
        closing_acts_are=name_of(ClosingActsAre, *at("closing_acts_are")),
        go_no_go=flag_of(*at("go_no_go")),
        trigger=trigger_of(*at("trigger")),
        trigger_for_type=by_type(*at("trigger_for_type"), trigger_of),
        smallest_tier_for_type=by_type(*at("smallest_tier_for_type"), tier_of),
        business_days_by_tier=days_of(*at("business_days_by_tier")),
        business_days_for_type=by_type(*at("business_days_for_type"), days_of),
        after_go_live_days_by_tier=(
            None if after is None else days_of(*at("after_go_live_days_by_tier"))
        ),
        prerequisites=codes_of(*at("prerequisites")),
        prerequisites_for_type=by_type(*at("prerequisites_for_type"), codes_of),
        who_by_tier=numbered(*at("who_by_tier"), who_of),
        why_for_the_buyer=text_of(*at("why_for_the_buyer")),
        buyer_action=text_of(*at("buyer_action")),
        seller_provides_first=text_of(*at("seller_provides_first")),
        evidence_kept=text_of(*at("evidence_kept")),
    )


def by_type(
    value: object, place: str, read: Callable[[object, str], Item]
) -> dict[OpportunityType, Item]:
    """Return what an object keyed by opportunity type says for each type it names."""
    return {
        name_of(OpportunityType, kind, f"the key in {place}"): read(item, f"{place}.{kind}")
        for kind, item in object_of(value, place).items()
    }


def numbered(value: object, place: str, read: Callable[[object, str], Item]) -> dict[int, Item]:
    """Return an object whose keys are the numbers 1 to 4, as tiers and phases are."""
    known = object_of(value, place)
    for key in known:
        if key not in {"1", "2", "3", "4"}:
            refuse(f"the key in {place}", "a number from 1 to 4", key)
    return {int(key): read(item, f"{place}.{key}") for key, item in known.items()}


def phase_of(value: object, place: str, phases: Mapping[int, str]) -> int:
    """Return the number of one of the playbook's phases."""
    phase = whole_of(value, place, 1, 4)
    return phase if phase in phases else refuse(place, "one of the phases", value)


def tier_of(value: object, place: str) -> int:
    """Return a tier."""
    return whole_of(value, place, TIERS[0], TIERS[-1])


def trigger_of(value: object, place: str) -> str | None:
    """Return a fact's code, or None for a milestone that no fact switches on."""
    return None if value is None else text_of(value, place)


def codes_of(value: object, place: str) -> tuple[str, ...]:
    """Return a list of milestone codes."""
    return list_of(value, place, text_of)


def days_of(value: object, place: str) -> tuple[int | None, ...]:
    """Return business days for each of the four tiers; null where a tier has none."""
    days = list_of(
        value, place, lambda item, at: None if item is None else whole_of(item, at, 0, MOST_DAYS)
    )
    return days if len(days) == len(TIERS) else refuse(place, "a list of four", value)


def who_of(value: object, place: str) -> tuple[Asked, ...]:
    """Return the roles asked at a milestone, each with its quorum; none of them twice."""
    asked = list_of(value, place, asked_of)
    if len({one.role for one in asked}) < len(asked):
        refuse(place, "a list that names each role once", value)
    return asked


def asked_of(value: object, place: str) -> Asked:
    """Return a role and its quorum.

    Written as ``quorum``, ``quorum_percent``, or ``quorum_number`` with ``quorum_of``; beside it,
    where a refusal stops the milestone, ``veto``.
    """
    read = dict(object_of(value, place))
    veto = flag_of(read.pop("veto", False), f"{place}.veto")
    if "quorum_percent" in read:
        exactly(read, place, ("role", "quorum_percent"))
        share = whole_of(read["quorum_percent"], f"{place}.quorum_percent", 1, 100)
        return Asked(text_of(read["role"], f"{place}.role"), Quorum.percent(share, veto=veto))
    if "quorum_number" in read:
        exactly(read, place, ("role", "quorum_number", "quorum_of"))
        group = whole_of(read["quorum_of"], f"{place}.quorum_of", 1, MOST_PEOPLE)
        number = whole_of(read["quorum_number"], f"{place}.quorum_number", 1, group)
        return Asked(
            text_of(read["role"], f"{place}.role"), Quorum.number(number, group, veto=veto)
        )
    exactly(read, place, ("role", "quorum"))
    if read["quorum"] not in ("one", "every"):
        refuse(f"{place}.quorum", "'one' or 'every'", read["quorum"])
    quorum = Quorum.one(veto=veto) if read["quorum"] == "one" else Quorum.every(veto=veto)
    return Asked(text_of(read["role"], f"{place}.role"), quorum)
