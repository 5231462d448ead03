"""What a mail says and bears: words in two forms, and headers nobody can bend."""

from email.message import EmailMessage

import pytest

from portal.delivery.letters import NoSuchLetter, Order
from portal.delivery.mail import NoAddress, compose
from tests.delivery.orders import HEAD, KINDS, LINK, ORDERED, SENDER, order


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_a_link_is_in_both_forms(subtype: str) -> None:
    assert LINK in part(compose(order(), SENDER), subtype)


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_a_code_is_in_both_forms(subtype: str) -> None:
    assert "048213" in part(compose(order("code"), SENDER), subtype)


@pytest.mark.parametrize("subtype", ["plain", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_says_that_it_approves_nothing(kind: str, subtype: str) -> None:
    assert "approves nothing" in part(compose(order(kind), SENDER), subtype)


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_a_receipt_carries_the_words_and_the_whole_ledger_head(subtype: str) -> None:
    text = part(compose(order("receipt"), SENDER), subtype)
    assert "I, Ingrid Solheim, CFO of Meridian Freight, approve revision 4." in text
    assert HEAD in text
    assert "9f2c 71ab 04de 5c38" in text


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("link", "Open your plan: Meridian Freight with Northwind Analytics, go-live 1 March 2027"),
        ("code", "Your code for “Cost versus benefit approved”, 23 November 2026"),
        ("receipt", "Recorded: approved, “Cost versus benefit approved”, 23 November 2026"),
        (
            "newcomer",
            "A link for a newcomer: Meridian Freight with Northwind Analytics, 23 November 2026",
        ),
        (
            "knocks",
            "Asked for a link and got none: Meridian Freight with Northwind Analytics,"
            " 23 November 2026",
        ),
        ("code_elsewhere", "Your code for a new address, 23 November 2026"),
        (
            "readdressed",
            "Your address was changed: Meridian Freight with Northwind Analytics, 23 November 2026",
        ),
        (
            "erased",
            "Somebody was erased: Meridian Freight with Northwind Analytics, 23 November 2026",
        ),
        (
            "left",
            "You are off the committee: Meridian Freight with Northwind Analytics,"
            " 23 November 2026",
        ),
    ],
)
def test_the_subject_names_act_object_and_date(kind: str, subject: str) -> None:
    assert compose(order(kind), SENDER)["Subject"] == subject


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_a_farewell_holds_every_answer_in_full(subtype: str) -> None:
    text = part(compose(order("left"), SENDER), subtype)
    assert "I, Ingrid Solheim, CFO of Meridian Freight, approve revision 4." in text
    assert "Entry 69, 23 November 2026" in text
    assert HEAD in text


def test_a_farewell_to_somebody_who_answered_nothing_says_so() -> None:
    farewell = compose(order("left", payload={"answers": []}), SENDER)
    assert "You had answered nothing." in part(farewell, "plain")


def test_a_newcomers_link_says_why_it_came() -> None:
    text = part(compose(order(payload={"domain": "meridianfreight.example"}), SENDER), "plain")
    assert "Meridian Freight allows addresses at meridianfreight.example." in text
    assert "named you" not in text


def test_strangers_are_counted_and_colleagues_named() -> None:
    text = " ".join(part(compose(order("knocks"), SENDER), "plain").split())
    assert "somebody asked 3 times for a link" in text
    assert "Addresses like yours: lena.vogt@meridianfreight.example" in text


def test_a_code_is_not_in_the_subject() -> None:
    assert "048213" not in compose(order("code"), SENDER)["Subject"]


def test_headers_come_from_the_order_alone() -> None:
    message = compose(order(), SENDER)
    assert message["Message-ID"] == "<letter1.northwind@mutual-plan>"
    assert message["Date"].datetime == ORDERED
    assert message["To"] == "Ingrid Solheim <ingrid.solheim@meridianfreight.example>"
    assert message["From"] == SENDER


def test_a_second_copy_equals_the_first_byte_for_byte() -> None:
    assert compose(order(), SENDER).as_bytes() == compose(order(), SENDER).as_bytes()


@pytest.mark.parametrize("field", ["name", "plan"])
def test_a_line_break_in_a_name_adds_no_header(field: str) -> None:
    message = compose(order(payload={field: "Ingrid\r\nBcc: stranger@elsewhere.example"}), SENDER)
    assert message["Bcc"] is None
    assert b"\r\nBcc:" not in message.as_bytes()


def test_marks_that_turn_a_line_around_are_taken_out() -> None:
    message = compose(order(payload={"plan": "Meridian \u202egnp.exe\u2069"}), SENDER)
    assert message["Subject"].startswith("Open your plan: Meridian gnp.exe,")


def test_a_title_is_escaped_in_html() -> None:
    html = part(compose(order(payload={"plan": "<b>Meridian</b>"}), SENDER), "html")
    assert "<b>Meridian</b>" not in html
    assert "&lt;b&gt;Meridian&lt;/b&gt;" in html


def test_a_mail_fetches_nothing() -> None:
    html = part(compose(order(), SENDER), "html")
    assert "<img" not in html
    assert "url(" not in html


def test_a_domain_in_another_script_is_written_for_mail_servers() -> None:
    message = compose(order(recipient="priya@münchen.example"), SENDER)
    assert message["To"].addresses[0].addr_spec == "priya@xn--mnchen-3ya.example"


@pytest.mark.parametrize("address", ["", "priya", "priya@", "@meridian.example", "a@b@c", "a@.."])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NoAddress, match="is not an e-mail address"):
        compose(order(recipient=address), SENDER)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NoSuchLetter, match="newsletter"):
        compose(Order("newsletter", {}, "a@b.example", "<1@x>", ORDERED, "https://x"), SENDER)


@pytest.mark.parametrize("kind", ["link", "code"])
def test_what_a_mail_carries_is_not_in_the_orders_own_words(kind: str) -> None:
    assert order(kind).key not in repr(order(kind))
