"""The demonstration's mailbox: its mails in order, one in full, and nothing else of the machine."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from portal.app import create_app
from portal.delivery.mail import to_folder
from portal.settings import Settings
from tests.web.meridian import KEY, House
from tests.web.visitor import BASE_URL, words


def put(house: House, subject: str, day: int, text: str = "Hello") -> str:
    """Put a mail into the demonstration's folder; return its name."""
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "ingrid@meridian.example"
    message["Date"] = format_datetime(datetime(2026, 11, day, 9, tzinfo=UTC))
    message["Message-ID"] = f"<mail-{day}@mutual-plan>"
    message.set_content(text)
    settings: Settings = house.app.extensions["portal.settings"]
    to_folder(message, settings.mail_folder)
    return f"mail-{day}@mutual-plan"


def test_an_empty_mailbox_says_when_something_will_come(house: House) -> None:
    assert "Mails appear here within a second" in words(house.browser().get("/mailbox/"))


def test_the_newest_mail_comes_first(house: House) -> None:
    put(house, "The older one", 19)
    put(house, "The newer one", 20)
    shown = words(house.browser().get("/mailbox/"))
    assert shown.index("The newer one") < shown.index("The older one")


def test_a_mail_is_shown_in_full_with_links_to_follow(house: House) -> None:
    link = f"{BASE_URL}/l/northwind.abc"
    name = put(house, "Your link", 20, f"Open it:\n{link}\n\n<b>Not markup</b>")
    shown = house.browser().get(f"/mailbox/{name}")
    assert f'<a href="{link}"' in shown.text
    assert "&lt;b&gt;Not markup" in shown.text


def test_no_other_file_can_be_read(house: House) -> None:
    put(house, "A mail", 20)
    assert house.browser().get("/mailbox/..%2Fportal.db").status_code == 404
    assert house.browser().get("/mailbox/nothing").status_code == 404


def test_a_real_installation_has_no_mailbox(house: House, tmp_path: Path) -> None:
    settings = Settings(database_url="sqlite://", secret_key=KEY, base_url=BASE_URL, files=tmp_path)
    browser = create_app(settings, house.means).test_client()
    assert browser.get("/mailbox/", base_url=BASE_URL).status_code == 404
