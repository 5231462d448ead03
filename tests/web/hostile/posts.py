"""Every form that writes, filled in as its person would, and held back at the last button."""

from collections.abc import Callable
from typing import Any

from portal.actions import authenticator, draft, enter, invite
from tests.actions.signing_on import signed_on
from tests.web.answering import put_name, written
from tests.web.desks import NORTHWIND, password_link, reader
from tests.web.meridian import INGRID, OPPORTUNITY, PASSWORD, PRIYA, TOMAS, House
from tests.web.test_answering_facts import RECAP, SEAT
from tests.web.test_colleagues_page import SOFIA, account_of
from tests.web.test_own_account_page import ANOTHER, OWEN
from tests.web.test_second_step_page import SETUP, begun, set_up
from tests.web.test_starting import PURCHASE, SENT_TO
from tests.web.test_who_may_come import DOMAIN, LENA, allow, newcomer, second_browser
from tests.web.visitor import Visitor
from tests.web.writing import Writer

# What a scene gives: the browser, and what its person does last.
Last = Callable[[], object]
Scene = Callable[[House], tuple[Visitor, Last]]
SCENES: dict[str, list[Scene]] = {}


def of(endpoint: str) -> Callable[[Scene], Scene]:
    """Name the route that a scene ends at."""

    def keep(scene: Scene) -> Scene:
        SCENES.setdefault(endpoint, []).append(scene)
        return scene

    return keep


def filling(endpoint: str, who: str, page: str, action: str = "", **given: Any) -> None:
    """Let somebody open a page, fill its form in and send it; ``{}`` stands for the plan's id.

    ``who`` is a member, or "owen"; "" is somebody with a browser nobody knows.
    """

    def scene(house: House) -> tuple[Visitor, Last]:
        at = {"plan": house.plan, "address": house.page().plan.address, **house.people}
        browser = house.sign_in() if who == "owen" else house.browser()
        if who and who != "owen":
            browser = house.enter(who)
        where = page.format(**at)
        return browser, lambda: browser.fill(where, action.format(**at) or where, **given)

    of(endpoint)(scene)


PLAN, LINK = "/desk/plans/{plan}", "/desk/plans/{plan}/committee/{ingrid}"
CODE = {"do": "code"}
filling("desk.start", "owen", "/desk/new", SENT_TO, do="keep", **PURCHASE)
filling("desk.ask_for_new_password", "", "/desk/lost-password", email=OWEN)
filling("desk.open_session", "", "/desk/sign-in", email=OWEN, password=PASSWORD)
filling("desk.sign_out", "owen", "/desk/", "/desk/sign-out")
filling("desk.change_password", "owen", "/desk/me", "/desk/me/password", old=PASSWORD,
        password=ANOTHER)  # fmt: skip  # one form
filling("desk.end_visit", "owen", "/desk/me", "/desk/me/visits",
        **{"end-visit": "", "end-old": PASSWORD})  # fmt: skip  # one form
filling("desk.begin_second_factor", "owen", SETUP, **{"begin-old": PASSWORD})
filling("desk.begin_passkey", "owen", "/desk/me/passkeys", name="laptop", old=PASSWORD)
filling("desk.invite", "owen", "/desk/people", name="Sofia Brandt", email=SOFIA, role="owner",
        old=PASSWORD)  # fmt: skip  # one form
filling(
    "desk.add_member", "owen", f"{PLAN}/committee", **{**LENA, "email": "lena@meridian.example"}
)
filling("desk.renew_link", "owen", f"{LINK}/link", f"{LINK}/renew")
filling("desk.revoke_link", "owen", f"{LINK}/link", f"{LINK}/revoke")
filling("desk.ask_for_paper", "owen", f"{PLAN}/paper", f"{PLAN}/paper/a4")
filling("desk.report_milestone", "owen", f"{PLAN}/m/M09", f"{PLAN}/m/M09/report#report",
        reason="Marc said so by telephone.")  # fmt: skip  # one form
filling("desk.add_milestone", "owen", f"{PLAN}/add-milestone", name="Reporting format agreed",
        act="confirm", seat="finance", due_on="2027-01-20",
        why="The board reads one page.")  # fmt: skip  # one form
filling("public.ask_for_link", "", "/p/{address}", email=f"ingrid@{DOMAIN}")
filling("room.introduce", INGRID, "/room/me", title="Finance Director", limit="500,000")
filling("room.change_address", INGRID, "/room/me/address", email=f"solheim@{DOMAIN}", **CODE)
filling("room.erase", TOMAS, "/room/me/erase", **CODE)
filling("room.ask_for_paper", INGRID, "/room/paper", paper="letter")
filling("room.allow_domain", PRIYA, "/room/people", "/room/people/domains", domain=DOMAIN)
filling("room.leave", INGRID, "/room/", "/room/leave")
filling("room.leave_committee", TOMAS, "/room/people/{tomas}", "/room/people/{tomas}/leave")
filling("room.leave_committee", PRIYA, "/room/people/{tomas}", "/room/people/{tomas}/leave")
filling("room.take", INGRID, "/room/m/M01/confirm", answer="confirmed")
filling("room.take", INGRID, "/room/m/M01/confirm", answer="changes_asked",
        **{"reasons-changes_asked": "The target is too low."})  # fmt: skip  # one form


@of("desk.share_plan")
def _first(house: House) -> tuple[Visitor, Last]:
    plan = draft.start(house.means, house.seller, OPPORTUNITY)
    person = {"name": "Ana Kovač", "email": "ana@kestrel.example", "title": ""}
    invite.add_member(house.means, house.seller, plan, seats=["economic_buyer"], **person)
    browser = house.sign_in()
    return browser, lambda: browser.fill(f"/desk/plans/{plan}/sharing")


@of("desk.share_plan")
def _to_a_newcomer(house: House) -> tuple[Visitor, Last]:
    person = {"name": "Lena Vogt", "email": "lena@meridian.example", "title": ""}
    invite.add_member(house.means, house.seller, house.plan, seats=["legal"], **person)
    browser = house.sign_in()
    return browser, lambda: browser.fill(f"/desk/plans/{house.plan}/sharing")


@of("desk.write_cost_benefit")
def _case(house: House) -> tuple[Visitor, Last]:
    page = Writer(house, "cost-benefit")
    page.press("show", **{"r1-v0": "14000"})
    return page.browser, lambda: page.press("write", note="Fewer hours at the start.")


@of("desk.write_implementation")
def _tasks(house: House) -> tuple[Visitor, Last]:
    page = Writer(house, "implementation")
    page.press("show", **{"t0-name": "Map all claims data"})
    return page.browser, lambda: page.press("write")


@of("desk.write_outcomes")
def _outcomes(house: House) -> tuple[Visitor, Last]:
    page = Writer(house, "outcomes")
    return page.browser, lambda: page.press("write", **{"0-target": "10"})


@of("desk.write_statement")
def _words(house: House) -> tuple[Visitor, Last]:
    page = Writer(house, "m/M09")
    return page.browser, lambda: page.press("", text="All six criteria are met.")


@of("desk.give_seat")
def _seat_by_a_seller(house: House) -> tuple[Visitor, Last]:
    _, member = newcomer(house)
    browser, page = house.sign_in(), f"/desk/plans/{house.plan}/committee/{member}"
    return browser, lambda: browser.fill(f"{page}/link", f"{page}/seat", **LENA)


@of("desk.take_off")
def _off_by_a_seller(house: House) -> tuple[Visitor, Last]:
    person = {"name": "Lena Vogt", "email": "lena@meridian.example", "title": ""}
    member = invite.add_member(house.means, house.seller, house.plan, seats=["legal"], **person)
    browser, page = house.sign_in(), f"/desk/plans/{house.plan}/committee/{member}"
    return browser, lambda: browser.fill(f"{page}/link", f"{page}/off")


@of("desk.correct_address")
def _address_by_a_seller(house: House) -> tuple[Visitor, Last]:
    browser = house.sign_in()
    page = f"/desk/plans/{house.plan}/committee/{house.people[INGRID]}"
    given = {"email": f"i.solheim@{DOMAIN}"}
    return browser, lambda: browser.fill(f"{page}/link", f"{page}/address", **given)


@of("desk.change_role")
def _role(house: House) -> tuple[Visitor, Last]:
    reader(house)
    browser, page = house.sign_in(), account_of(house, "rita")
    return browser, lambda: browser.fill(page, f"{page}/role", role="owner", old=PASSWORD)


@of("desk.take_colleague_off")
def _colleague_off(house: House) -> tuple[Visitor, Last]:
    reader(house)
    browser, page = house.sign_in(), account_of(house, "rita")
    given = {"successor": house.seller.account_id}
    return browser, lambda: browser.fill(page, f"{page}/leave", **given)


@of("desk.mail_link")
def _link_to_a_colleague(house: House) -> tuple[Visitor, Last]:
    reader(house)
    browser, page = house.sign_in(), account_of(house, "rita")
    return browser, lambda: browser.fill(page, f"{page}/link")


@of("desk.end_visits_of")
def _visits_of_a_colleague(house: House) -> tuple[Visitor, Last]:
    reader(house)
    browser, page = house.sign_in(), account_of(house, "rita")
    return browser, lambda: browser.fill(page, f"{page}/visits")


@of("desk.end_everybodys_visits")
def _everybodys_visits(house: House) -> tuple[Visitor, Last]:
    reader(house)
    browser = house.sign_in()
    return browser, lambda: browser.fill("/desk/people", "/desk/people/visits")


@of("desk.reset_sign_in")
def _reset(house: House) -> tuple[Visitor, Last]:
    set_up(house, reader(house))
    browser, page = house.sign_in(), account_of(house, "rita")
    return browser, lambda: browser.fill(page, f"{page}/reset")


@of("desk.unbind")
def _unbound(house: House) -> tuple[Visitor, Last]:
    reader(house)
    signed_on(house.means, "of Rita at the provider", "rita@northwind.example")
    browser, page = house.sign_in(), account_of(house, "rita")
    return browser, lambda: browser.fill(page, f"{page}/unbind")


@of("desk.demand_two_factors")
def _two_factors(house: House) -> tuple[Visitor, Last]:
    browser = house.sign_in()
    _, codes = set_up(house, browser)
    given = {"demand-old": PASSWORD, "demand-code": codes[0]}
    return browser, lambda: browser.fill("/desk/people", "/desk/people/two-steps", **given)


@of("desk.renew_recovery_codes")
def _other_recovery_codes(house: House) -> tuple[Visitor, Last]:
    browser = house.sign_in()
    _, codes = set_up(house, browser)
    given = {"renew-old": PASSWORD, "renew-code": codes[0]}
    return browser, lambda: browser.fill(SETUP, f"{SETUP}/recovery", **given)


@of("desk.remove_second_factor")
def _no_second_factor(house: House) -> tuple[Visitor, Last]:
    browser = house.sign_in()
    _, codes = set_up(house, browser)
    given = {"remove-old": PASSWORD, "remove-code": codes[0]}
    return browser, lambda: browser.fill(SETUP, f"{SETUP}/remove", **given)


@of("desk.set_password")
def _first_password(house: House) -> tuple[Visitor, Last]:
    browser, link = house.browser(), password_link(house, SOFIA, NORTHWIND, "seller")
    return browser, lambda: browser.fill(link, password=PASSWORD)


@of("desk.confirm_second_factor")
def _authenticator(house: House) -> tuple[Visitor, Last]:
    browser = house.sign_in()
    code = authenticator.code_at(begun(browser), house.means.clock())
    return browser, lambda: browser.fill(SETUP, f"{SETUP}/code", code=code)


@of("desk.enter_code")
def _recovery_code(house: House) -> tuple[Visitor, Last]:
    _, codes = set_up(house, house.sign_in())
    browser = house.browser()
    browser.fill("/desk/sign-in", email=OWEN, password=PASSWORD)
    return browser, lambda: browser.fill("/desk/code", recovery=codes[0])


@of("public.step_in")
def _continue(house: House) -> tuple[Visitor, Last]:
    browser, link = house.browser(), house.link(INGRID)
    return browser, lambda: browser.fill(link)


@of("room.put_name")
def _signature(house: House) -> tuple[Visitor, Last]:
    house.open("M07")
    browser, page = house.enter(INGRID), "/room/m/M07/sign/signed"
    second = browser.fill("/room/m/M07/sign", answer="signed")
    shown = put_name(house, INGRID, browser, second, page)
    given = {"consents": "yes", "code": house.code(INGRID)}
    return browser, lambda: browser.send(shown, page, **given)


@of("room.put_name")
def _approval(house: House) -> tuple[Visitor, Last]:
    house.open("M13")
    browser, page = house.enter(INGRID), "/room/m/M13/approve/approved"
    second = browser.fill("/room/m/M13/approve", answer="approved", limit="500,000")
    given = {"name": "Ingrid Solheim"}
    shown = browser.send(second, page, do="code", **given)
    return browser, lambda: browser.send(shown, page, code=house.code(INGRID), **given)


@of("room.take")
def _taking_a_seat(house: House) -> tuple[Visitor, Last]:
    house.open("M03")
    browser = house.enter(INGRID)
    return browser, lambda: browser.fill(SEAT, answer="accepted", limit="500,000")


@of("room.take")
def _recap(house: House) -> tuple[Visitor, Last]:
    written(house, "M14", "We met on Friday.")
    browser = house.enter(INGRID)
    typed = {"values-0-text": "Ingrid; Owen", "values-1-text": "Owen sends the terms"}
    return browser, lambda: browser.fill(RECAP, answer="attended", **typed)


@of("room.take_back")
def _withdrawn(house: House) -> tuple[Visitor, Last]:
    browser, page = house.enter(INGRID), "/room/m/M01/confirm"
    browser.fill(page, answer="confirmed")
    given = {"reason": "I read the wrong column."}
    return browser, lambda: browser.fill(f"{page}/withdraw", **given)


@of("room.change_address")
def _moved(house: House) -> tuple[Visitor, Last]:
    browser, page = house.enter(INGRID), "/room/me/address"
    shown = browser.fill(page, email=f"solheim@{DOMAIN}", **CODE)
    there = house.means.six_digits(house.mailed(f"solheim@{DOMAIN}", "code_elsewhere"))
    given = {"code": house.code(INGRID), "code_there": there}
    return browser, lambda: browser.send(shown, page, **given)


@of("room.erase")
def _erased(house: House) -> tuple[Visitor, Last]:
    browser, page = house.enter(TOMAS), "/room/me/erase"
    shown = browser.fill(page, **CODE)
    return browser, lambda: browser.send(shown, page, code=house.code(TOMAS))


@of("room.end_visits")
def _code_for_other_visits(house: House) -> tuple[Visitor, Last]:
    browser = house.enter(INGRID)
    house.enter(INGRID)
    return browser, lambda: browser.fill("/room/me/visits", **CODE)


@of("room.end_visits")
def _other_visits(house: House) -> tuple[Visitor, Last]:
    browser, page = house.enter(INGRID), "/room/me/visits"
    house.enter(INGRID)
    shown = browser.fill(page, **CODE)
    given = {"visit": "all", "code": house.code(INGRID)}
    return browser, lambda: browser.send(shown, page, **given)


@of("room.seat")
def _seat_by_whoever_leads(house: House) -> tuple[Visitor, Last]:
    _, member = newcomer(house)
    browser, page = second_browser(house), f"/room/people/{member}"
    return browser, lambda: browser.fill(page, f"{page}/seat", **LENA)


@of("room.stop_domain")
def _no_longer_allowed(house: House) -> tuple[Visitor, Last]:
    browser = house.enter(PRIYA)
    allow(house, browser)
    return browser, lambda: browser.fill("/room/people", "/room/people/domains/stop")


def forwarded(house: House) -> Visitor:
    """Return the second browser in which Ingrid's link was opened: it only reads."""
    house.enter(INGRID)
    return house.enter(INGRID)


@of("room.send_code")
def _code_for_a_forwarded_link(house: House) -> tuple[Visitor, Last]:
    browser = forwarded(house)
    return browser, lambda: browser.fill("/room/vouch", "/room/vouch/code")


@of("room.vouch")
def _vouched(house: House) -> tuple[Visitor, Last]:
    browser = forwarded(house)
    browser.fill("/room/vouch", "/room/vouch/code")
    return browser, lambda: browser.fill("/room/vouch", code=house.code(INGRID))


@of("public.renew")
def _another_link(house: House) -> tuple[Visitor, Last]:
    link, browser = house.link(INGRID), house.browser()
    enter.request_link(house.means, house.seller.organisation_id, house.plan, f"ingrid@{DOMAIN}")
    return browser, lambda: browser.fill(link, f"{link}/renew")
