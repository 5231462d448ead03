"""Other people at the desk: a reader of Northwind, and a seller of another house altogether."""

from werkzeug.test import TestResponse

from portal.actions import sign_in
from tests.web.meridian import PASSWORD, House
from tests.web.visitor import Visitor

NORTHWIND, HALDEN = "Northwind Analytics", "Halden Software"


def password_link(house: House, email: str, organisation: str, role: str) -> str:
    """Make an account and return the path of its one-time link."""
    address = sign_in.create_account(house.means, email, organisation=organisation, role=role)
    return address.removeprefix(house.means.base_url)


def signed_in(house: House, email: str, organisation: str, role: str) -> Visitor:
    """Return the browser of a new account, signed in."""
    browser = house.browser()
    browser.fill(password_link(house, email, organisation, role), password=PASSWORD)
    sent = browser.fill("/desk/sign-in", email=email, password=PASSWORD)
    assert sent.status_code == 303
    return browser


def reader(house: House) -> Visitor:
    """Return the browser of a colleague of Owen's who may only read."""
    return signed_in(house, "rita@northwind.example", NORTHWIND, "reader")


def stranger(house: House) -> Visitor:
    """Return the browser of an owner in another organisation."""
    return signed_in(house, "sam@halden.example", HALDEN, "owner")


def send_anyway(browser: Visitor, path: str, **given: str) -> TestResponse:
    """Send a form that one's own pages do not show, as somebody does who tries doors."""
    page = browser.get("/desk/me").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return browser.post(path, data={"csrf_token": token, **given})
