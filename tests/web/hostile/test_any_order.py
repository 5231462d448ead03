"""Four people in any order: whatever they press, the record stays whole and lawful."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from portal.domain.acts import YES
from portal.domain.closing import Standing
from portal.store.transaction import Whose
from portal.store.verifying import verify
from portal.web.limits import limiter
from tests.databases import Embedded
from tests.large import many
from tests.web.answering import NAMES
from tests.web.hostile.shapes import texts
from tests.web.hostile.test_replay import opened
from tests.web.isolation.victims import Besieged
from tests.web.meridian import INGRID, PRIYA, TOMAS
from tests.web.test_laws_walked import EAGER, Forms

RUNS, STEPS = many(6, 600), 40
OWEN = "owen"
YESES = {answer for answers in YES.values() for answer in answers}
# They would end the visit in which everything else is pressed.
ENDS = re.compile(r"/sign-out|/room/leave$|/me/visits|/me/password|/second-step|/passkeys")
LINK = re.compile(r'href="(/(?:room|desk)/[^"#]*)"')
ASKED = re.compile(r'href="(/room/m/\w+/\w+)"')
FILES = re.compile(r"\.(pdf|zip|json)$")


def sincere(values: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Fill a form in; a reason or a day stands under the answer that is given, and no other."""
    given = {**EAGER, **known, "reasons": "Say by when.", "until": "2027-06-30"}
    filled = {}
    for name, value in values.items():
        under, _, answer = name.partition("-")
        is_for_another = under in {"reasons", "until"} and answer != values.get("answer")
        filled[name] = value or ("" if is_for_another else given.get(under, "As we discussed."))
    return filled


@pytest.fixture(scope="module")
def shared(embedded: Embedded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """Open a portal with one shared plan, to be put back before every run."""
    made = opened(embedded.fresh(), tmp_path_factory.mktemp("any-order"))
    made.open("M07")  # so that much can be answered
    made.keep("shared")
    yield made
    made.means.store.close()


class AnyOrder(RuleBasedStateMachine):
    """Three buyers and a seller who open pages and press buttons, old pages' buttons too."""

    pages = Bundle("pages")
    house: ClassVar[Besieged]
    counted: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        limiter.reset()
        self.house.put_back("shared")
        self.browsers = {who: self.house.enter(who) for who in (INGRID, PRIYA, TOMAS)}
        self.browsers[OWEN] = self.house.sign_in()
        roots = {OWEN: [f"/desk/plans/{self.house.plan}"]}
        self.known = {who: roots.get(who, ["/room/"]) for who in self.browsers}

    @rule(target=pages, who=st.sampled_from([INGRID, PRIYA, TOMAS, OWEN]), place=st.integers(0, 99))
    def look(self, who: str, place: int) -> tuple[str, str]:
        """Open a page that somebody has seen a link to."""
        known = self.known[who]
        address = known[place % len(known)]
        answer = self._answered(self.browsers[who].get(address))
        found = (one for one in LINK.findall(answer.text) if not FILES.search(one))
        known += [one for one in dict.fromkeys(found) if one not in known]
        return who, answer.text

    @rule(page=pages, place=st.integers(0, 99), odd=texts, where=st.integers(0, 40))
    def press(self, page: tuple[str, str], place: int, odd: str, where: int) -> None:
        """Press a button of a page as it was then; now and then with a strange text in a field."""
        (who, html), forms = page, Forms()
        forms.feed(html)
        found = [one for one in forms.found if one[0] and not ENDS.search(one[0])]
        if not found:
            return
        address, values = found[place % len(found)]
        filled: dict[str, Any] = {
            name: value or EAGER.get(name, "") for name, value in values.items() if name
        }
        if "code" in filled and who != OWEN:
            filled["code"] = self._code(who)
        typed = [name for name in filled if name not in {"csrf_token", "seen", "shown"}]
        if where < len(typed):
            filled[typed[where]] = odd
        self._answered(self.browsers[who].post(address.partition("#")[0], data=filled))

    @rule(who=st.sampled_from([INGRID, PRIYA, TOMAS]), data=st.data())
    def answer(self, who: str, data: st.DataObject) -> None:
        """Answer what waits, as its person would: a choice, then name and code where it asks."""
        waiting = ASKED.findall(self._answered(self.browsers[who].get("/room/")).text)
        if not waiting:
            return
        address = data.draw(st.sampled_from(waiting))
        shown = self._answered(self.browsers[who].get(address)).text
        for _ in range(3):  # the choice; the code, please; the name with the code
            forms = Forms()
            forms.feed(shown)
            found = [one for one in forms.found if one[0].startswith("/room/m/")]
            if not found:
                return
            address, values = data.draw(st.sampled_from(found))
            filled = sincere(values, {"name": NAMES[who], "code": self._code(who)})
            shown = self._answered(self.browsers[who].post(address, data=filled)).text

    @rule(place=st.integers(0, 99), text=st.sampled_from(["As agreed.", "As agreed on Friday."]))
    def write(self, place: int, text: str) -> None:
        """Write the words that a milestone asks about."""
        waiting = [m.code for m in self.house.page().milestones]
        address = f"/desk/plans/{self.house.plan}/m/{waiting[place % len(waiting)]}"
        forms = Forms()
        forms.feed(self._answered(self.browsers[OWEN].get(address)).text)
        for action, values in forms.found:
            if action == address:
                self._answered(self.browsers[OWEN].post(action, data={**values, "text": text}))
                return

    def teardown(self) -> None:
        """Require a whole record in which nothing closed without a buyer's yes."""
        with self.house.means.store.reading(Whose.EVERYBODYS) as connection:
            found = verify(connection)
        assert found.whole, found
        page = self.house.page()
        agreed = {one.milestone_code for one in page.decisions if one.answer in YESES}
        closed = {one.code for one in page.milestones if one.standing == Standing.CLOSED}
        assert closed <= agreed
        self.counted["decisions"] += len(page.decisions)
        self.counted["closed"] += len(closed)

    def _code(self, who: str) -> str:
        try:
            return self.house.code(who)
        except AssertionError:
            return "000000"  # none was mailed

    def _answered(self, answer: TestResponse) -> TestResponse:
        self.counted["requests"] += 1
        assert answer.status_code < 500, answer.request.path
        assert "Traceback" not in answer.text
        return answer


def test_whatever_is_pressed_in_any_order_the_record_is_whole_and_lawful(
    shared: Besieged, figure: Callable[[str], None]
) -> None:
    AnyOrder.house = shared
    AnyOrder.counted.clear()
    run_state_machine_as_test(AnyOrder, settings=settings(
        max_examples=RUNS, stateful_step_count=STEPS, database=None,
        suppress_health_check=list(HealthCheck),
    ))  # fmt: skip  # one call
    counted = AnyOrder.counted
    assert counted["decisions"] > 0
    figure(
        f"{RUNS} runs of {STEPS} steps in any order: {counted['requests']:,} requests,"
        f" {counted['decisions']:,} answers, {counted['closed']:,} closings, each lawful"
    )
