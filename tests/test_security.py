"""docs/security.md and docs/asvs.csv say what the code does, and name tests that are there."""

import ast
import re
from collections import Counter
from types import SimpleNamespace

import pytest

from portal.actions import own_account, passwords, sign_in
from portal.actions.invite import LONGEST_NAME
from portal.app import LARGEST_REQUEST, MOST_FIELDS
from portal.domain import second_factor, sharing
from portal.domain.allowing import MOST_GUESTS_WAITING
from portal.domain.committee import MOST_MONEY
from portal.domain.cost_benefit.case import MOST_ROWS
from portal.domain.implementation.plan import MOST_TASKS
from portal.domain.outcomes import LONGEST_WORDS
from portal.domain.roles import MAY, May
from portal.domain.ways_in import Way, is_two_factors
from portal.domain.words import LONGEST_TEXT
from portal.store.plans import LONGEST_TITLE
from portal.web import limits
from portal.web.public import verify
from tests import asvs
from tests.asvs import BY_THE_OPERATOR, NOT_FOR_US, ROOT, SET_ASIDE, SHOWN
from tests.source import calls, is_there

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
OPERATORS = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
SELLERS = (ROOT / "docs" / "sellers.md").read_text(encoding="utf-8")
REQUIRED = (ROOT / "tests" / "data" / "asvs" / "required.txt").read_text(encoding="utf-8")
HOURS, DAYS, MINUTES = 3600, 86400, 60


def table(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    below = page.split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    first = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert first is not None
    lines = first[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# ---- The table of requirements. ----


def test_every_requirement_asked_for_is_judged_once() -> None:
    asked = [tuple(line.split()) for line in REQUIRED.splitlines()]
    assert [(row.requirement, row.level) for row in asvs.rows()] == asked
    assert len(set(asked)) == 139


def test_every_verdict_has_what_it_needs() -> None:
    for row in asvs.rows():
        assert row.verdict in {SHOWN, NOT_FOR_US, SET_ASIDE, BY_THE_OPERATOR}, row
        assert row.subject
        assert bool(row.evidence) == (row.verdict in {SHOWN, SET_ASIDE}), row
        assert row.remark or row.verdict == SHOWN, row


def test_every_test_that_is_named_stands_where_it_is_said_to() -> None:
    named = {test for row in asvs.rows() for test in row.evidence}
    assert [test for test in sorted(named) if not is_there(test)] == []


def test_what_the_operator_does_stands_where_the_table_says() -> None:
    for row in asvs.rows():
        if row.verdict == BY_THE_OPERATOR:
            said = re.search(r'docs/operators\.md, "([^"]+)"', row.remark)
            assert said is not None
            assert f"\n## {said[1]}\n" in OPERATORS


def test_the_page_counts_the_verdicts_and_names_what_is_set_aside() -> None:
    counted = {verdict: int(number) for verdict, number in table(PAGE, "OWASP ASVS 5.0")}
    assert counted == Counter(row.verdict for row in asvs.rows())
    missing = re.findall(r"^\| (V[\d.]+) \|", PAGE, re.MULTILINE)
    assert missing == [row.requirement for row in asvs.rows() if row.verdict == SET_ASIDE]


def report(nodeid: str, longrepr: object = None) -> SimpleNamespace:
    return SimpleNamespace(nodeid=nodeid, longrepr=longrepr)


def test_a_test_that_did_not_pass_is_told_whatever_became_of_it() -> None:
    stats = {
        "passed": [report("a.py::test_b[x]@a.py"), report("a.py::test_c@a.py")],
        "skipped": [
            report("a.py::test_d", ("a.py", 1, "Skipped: no such program")),
            report("a.py::test_e[1]", ("a.py", 1, "Skipped: PORTAL_SHARED_DATA is not set")),
        ],
        "failed": [report("a.py::test_f")],
    }
    named = [f"a.py::test_{name}" for name in "bcdefg"]
    assert asvs.unproven(named, stats) == ["a.py::test_d", "a.py::test_f", "a.py::test_g"]


@pytest.mark.parametrize(
    ("args", "chosen", "is_whole"),
    [
        (["tests"], {}, True),
        (["tests/domain"], {}, False),
        (["tests"], {"keyword": "door"}, False),
        (["tests"], {"markexpr": "long"}, False),
        (["tests"], {"collectonly": True}, False),
    ],
)
def test_only_a_whole_run_is_asked_for_every_test(
    pytestconfig: pytest.Config, args: list[str], chosen: dict[str, object], *, is_whole: bool
) -> None:
    config = SimpleNamespace(
        args=args, option=SimpleNamespace(**chosen), getini=pytestconfig.getini
    )
    assert asvs.is_whole_run(config) is is_whole  # type: ignore[arg-type]  # what is asked of it
    config.workerinput = {}
    assert not asvs.is_whole_run(config)  # type: ignore[arg-type]  # what is asked of it


# ---- The page and the code. ----


def test_every_way_in_is_documented() -> None:
    written = {
        way.strip("`"): factors for _, way, _, factors in table(PAGE, "Ways in") if "`" in way
    }
    assert written == {way: "two" if is_two_factors(way) else "one" for way in Way}
    kinds = {"Way.PASSWORD", "Way.PASSKEY", "Way.SINGLE_SIGN_ON", "Way.SINGLE_SIGN_ON_IN_TWO_STEPS"}
    opened = [*calls("open_visit"), *calls("after_first_step"), *calls("_open")]
    ways = [ast.unparse(one.args[-1]) for one in opened if "who" in ast.unparse(one)]
    assert {way for way in ways if way.startswith("Way.")} <= kinds
    assert {way for way in ways if not way.startswith("Way.")} <= {
        "way", "came_by", "WITH_CODE[began]", "WITH_RECOVERY_CODE[began]",
    }  # fmt: skip  # what holds one of them


def test_every_rule_of_access_names_its_test() -> None:
    rules = table(PAGE, "Who may do what")
    assert len(rules) > 10
    assert [rule for rule, test in rules if not is_there(test.strip("`"))] == []


def test_the_roles_of_the_page_are_those_of_the_code() -> None:
    shown = {role: [cell == "yes" for cell in cells] for role, *cells in table(SELLERS, "Accounts")}
    asked = (May.READ_PLANS, May.WRITE_PLANS, May.MANAGE_ACCOUNTS)
    assert shown == {role: [*(what in may for what in asked), False] for role, may in MAY.items()}


def test_the_lifetimes_of_the_page_are_those_of_the_code() -> None:
    idle, latest = (sharing.DESK_IDLE, sharing.ROOM_IDLE), (
        sharing.DESK_LIFETIME, sharing.ROOM_LIFETIME,
    )  # fmt: skip  # two pairs
    assert table(PAGE, "Visits") == [
        ["seller", f"{idle[0].total_seconds() / HOURS:.0f} hours", f"{latest[0].days} days"],
        ["buyer", f"{idle[1].days} days", f"{latest[1].days} days"],
    ]


def test_the_lengths_of_the_page_are_those_of_the_code() -> None:
    written = [int(most.replace(",", "")) for _, most in table(PAGE, "What may be typed")]
    assert written == [
        LONGEST_NAME, LONGEST_TITLE, sign_in.LONGEST_ADDRESS, passwords.LONGEST, LONGEST_WORDS,
        LONGEST_TEXT, MOST_MONEY, MOST_TASKS, MOST_ROWS, MOST_FIELDS,
    ]  # fmt: skip  # in the page's order


def test_every_upload_is_documented_with_its_size() -> None:
    forms = {
        path.stem
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"""type=["']file["']""", path.read_text(encoding="utf-8"))
    }
    written = {
        where.strip("`").rpartition("/")[2].replace("-", "_"): most
        for where, _, most, _ in table(PAGE, "What may be uploaded")
    }
    assert set(written) == forms
    own = {"verify": verify.LARGEST_FILE}
    for form, most in written.items():
        assert int(most.split()[0]) << 20 == own.get(form, LARGEST_REQUEST)


def test_the_limits_that_operators_read_are_those_of_the_code() -> None:
    most = [re.findall(r"\d+", cells[1]) for cells in table(OPERATORS, "What is limited")]
    tries, visits, few = (
        re.findall(r"\d+", text) for text in (limits.TRIES, limits.VISITS, verify.FEW)
    )
    minutes = [
        str(int(one.total_seconds() // MINUTES))
        for one in (sharing.PAUSE_BETWEEN_LINKS, sharing.CODE_LIFETIME, second_factor.PAUSE)
    ]
    for counted in (
        tries, visits, few, [str(sharing.MOST_CODES)], [str(sharing.MOST_TRIES), minutes[1]],
        re.findall(r"\d+", limits.GUESSES), [str(second_factor.MOST_TRIES), minutes[2]],
        [str(own_account.MOST_LIVING_LINKS), "1"], [minutes[0]], [str(MOST_GUESTS_WAITING), "7"],
    ):  # fmt: skip  # a list
        assert counted in most, counted


def test_the_words_no_password_is_made_of_are_those_of_the_page() -> None:
    judged = [
        [ast.unparse(one).rpartition(".")[2] for one in call.args[1:]] for call in calls("judge")
        if ast.unparse(call.func) == "passwords.judge"
    ]  # fmt: skip  # one filter
    assert len(judged) == 2
    written = re.findall(r"\*\*(name|email|organisation)\*\*", PAGE)
    assert all(words == written for words in judged)


def test_the_page_says_how_soon_a_weak_library_is_replaced() -> None:
    days = [int(within.split()[0]) for _, within in table(PAGE, "Libraries")]
    assert days == sorted(days)
    assert days[0] <= 7
