"""The page that judges a PDF for anybody: one sentence, then why, and nothing kept."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal.actions import export
from portal.delivery import sealing
from portal.delivery.paper.evidence import attachment
from portal.delivery.verifying import asking, handing_out
from portal.web.public import verify
from tests.delivery.authority import NAME, authority_in
from tests.delivery.certifying import a_house
from tests.delivery.seals import sealed_record, small_pdf
from tests.delivery.standalone import PROGRAM
from tests.notaries import beside
from tests.web.meridian import House
from tests.web.visitor import words


def record(house: House) -> str:
    return attachment(export.copy_of(house.means, house.seller.organisation_id, house.plan))


def send(house: House, data: bytes, head: str = "", name: str = "plan.pdf") -> TestResponse:
    return house.browser().fill("/verify", file=(io.BytesIO(data), name), head=head)


def send_large(house: House, data: bytes) -> TestResponse:
    """Send a file whole from memory: the test client would leave a file of its own open."""
    browser = house.browser()
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/verify").text)
    assert token is not None
    form = {"csrf_token": token[1], "file": FileStorage(io.BytesIO(data), "plan.pdf")}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return browser.post("/verify", data=body, content_type=kind)


def test_the_page_asks_for_a_file(house: House) -> None:
    page = house.browser().get("/verify")
    assert page.status_code == 200
    assert 'type="file"' in page.text


def test_a_whole_file_is_answered_in_one_sentence_then_in_detail(house: House) -> None:
    answer = send(house, sealed_record(record(house)))
    assert answer.status_code == 200
    assert "This file is whole Sealed by Seal of northwind.test on" in words(answer)
    assert "The seal covers every byte of the file." in words(answer)
    assert house.page().plan.ledger_head in answer.text


def test_a_checkpoint_of_this_server_is_known_by_its_key(house: House) -> None:
    notary = beside(house.app.extensions["portal.settings"].files)
    copy = export.covered_copy(house.means, house.seller.organisation_id, house.plan, notary)
    answer = send(house, sealed_record(attachment(copy)))
    assert "Its key is ours." in words(answer)
    assert "Its checkpoint" in words(answer)


def test_the_verifier_in_one_file_is_handed_out_with_its_fingerprint(house: House) -> None:
    page = house.browser().get("/verify")
    address = f"/verify/{handing_out.NAME}"
    assert f'href="{address}"' in page.text
    sent = house.browser().get(address)
    assert sent.data == PROGRAM.read_bytes()
    assert hashlib.sha256(sent.data).hexdigest() in page.text
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{handing_out.NAME}"'
    assert sent.headers["Content-Type"] == "text/x-python; charset=utf-8"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_the_time_of_an_authority_is_told_with_its_name(house: House, tmp_path: Path) -> None:
    with authority_in(tmp_path / "authority") as authority:
        keeper = sealing.keeper(tmp_path / "files", "https://localhost", authority=authority.url)
        answer = send(house, sealing.sealed(small_pdf(record(house)), keeper))
    assert "This file is whole" in words(answer)
    assert f"The timestamp authority “{NAME}” saw the seal" in words(answer)
    assert "Fingerprint of the timestamp authority" in words(answer)


def test_the_level_of_a_lasting_seal_is_told(house: House, tmp_path: Path) -> None:
    with (
        a_house() as certified,
        authority_in(tmp_path / "authority", keys=certified.authoritys_keys) as authority,
    ):
        keeper = sealing.keeper(
            tmp_path / "files", "https://localhost", authority=authority.url, level="B-LTA"
        )
        answer = send(house, sealing.sealed(small_pdf(record(house)), keeper))
    assert "This file is whole" in words(answer)
    assert "PAdES B-LTA: the file itself shows that no certificate" in words(answer)
    assert "Nothing but one document timestamp was added" in words(answer)
    assert "Sealed here." in words(answer)


def test_a_file_sealed_elsewhere_is_not_passed_off_as_ours(house: House) -> None:
    assert "Not sealed by this server." in words(send(house, sealed_record(record(house))))


def test_a_file_sealed_here_is_known_again(house: House, tmp_path: Path) -> None:
    keeper = sealing.keeper(tmp_path / "files", "https://localhost")
    answer = send(house, sealing.sealed(small_pdf(record(house)), keeper))
    assert "Sealed here." in words(answer)


def test_a_changed_file_is_told_with_the_reason(house: House) -> None:
    answer = send(house, sealed_record(record(house)) + b"\n")
    assert answer.status_code == 200
    assert "This file is not whole" in words(answer)
    assert "outside the seal" in words(answer)
    assert "Do not rely on it." in words(answer)
    assert "Sealed here." not in words(answer)


def test_the_fingerprint_from_a_mail_is_compared(house: House) -> None:
    data = sealed_record(record(house))
    assert "ends at the fingerprint you gave" in words(
        send(house, data, house.page().plan.ledger_head)
    )
    assert "is not that of its record" in words(send(house, data, "0" * 64))


@pytest.mark.parametrize(("data", "name", "head", "sentence"), [
    (b"", "", "", "Choose the PDF of a plan on this device."),
    (b"%PDF-1.7", "plan.exe", "", "Choose a file whose name ends in .pdf."),
    (b"no pdf", "plan.pdf", "", "This is no PDF file."),
    (b"", "plan.pdf", "", "This is no PDF file."),
    (b"%PDF-1.7", "plan.pdf", "abc", "A fingerprint has 64 digits"),
])  # fmt: skip  # a table
def test_what_cannot_be_judged_is_said_beside_the_field(
    house: House, data: bytes, name: str, head: str, sentence: str
) -> None:
    answer = send(house, data, head, name)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'value="{head}"' in answer.text


def test_a_form_without_a_file_part_is_refused(house: House) -> None:
    assert house.browser().fill("/verify", head="").status_code == 422


def test_a_file_of_eleven_megabytes_is_refused_unread(house: House) -> None:
    answer = send_large(house, b"%PDF-" + b"0" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than 10 MB" in words(answer)


def test_a_file_larger_than_other_forms_may_be_is_judged(house: House) -> None:
    answer = send_large(house, b"%PDF-1.7" + b"0" * (3 * 1024 * 1024))
    assert answer.status_code == 200
    assert "This file is not whole" in words(answer)


def test_other_pages_keep_their_limit(house: House) -> None:
    answer = house.browser().post("/desk/sign-in", data={"email": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413


def test_nothing_of_a_file_is_kept(house: House, tmp_path: Path) -> None:
    data = sealed_record(record(house))
    before = sorted(tmp_path.rglob("*"))
    send(house, data)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_title_in_the_file_cannot_write_into_the_page(house: House) -> None:
    forged = record(house).replace('"title":"', '"title":"<script>alert(1)</script>')
    assert "<script>alert" not in send(house, sealed_record(forged)).text


def test_whoever_sends_too_many_waits(house: House) -> None:
    browser = house.browser()
    most = int(verify.FEW.split()[0])
    statuses = [browser.fill("/verify", head="").status_code for _ in range(most + 1)]
    assert statuses == [422] * most + [429]


def test_while_others_are_checked_a_file_is_asked_for_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "FINISHED_WITHIN", 0.01)
    with asking.ONE_AT_A_TIME:
        answer = send(house, b"%PDF-1.7")
    assert answer.status_code == 422
    assert "Other files are being checked." in words(answer)
