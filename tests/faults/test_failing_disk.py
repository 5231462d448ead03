"""A full disk, and one that does not sync: no acknowledgement, a clear page, a safe retry."""

from collections.abc import Callable

import pytest

from tests.faults import ground
from tests.faults.disks import LimitedFiles, SmallDisk
from tests.faults.ground import RECORDED, Form, Sent, Visit
from tests.faults.starting import NotPossibleHere, Server
from tests.large import many

# Pages left on the disk, so that it is full at another statement each time.
LEFT = many(4, 60)
MOST = 200  # answers that a few pages can take
NOT_NOW = 503
SENTENCE = b"treat this as not recorded. Go back and send it again in a"


def send(server: Server, form: Form, sent: Sent) -> int:
    """Send a form, require that it is acknowledged or clearly not, and return the status."""
    with ground.talking(server.port, form.visit) as client:
        status, headers, page = client.post(form.visit.question, form.body)
    sent.forms.append(form)
    if status == RECORDED:
        sent.acknowledged[form] = headers["Location"]
    else:
        assert (status, SENTENCE in b" ".join(page.split())) == (NOT_NOW, True)
    return status


@pytest.mark.parametrize("kind", [SmallDisk, LimitedFiles])
def test_on_a_full_disk_nothing_is_acknowledged_and_the_same_form_counts_once_there_is_room(
    server: Server,
    visits: list[Visit],
    kind: type[SmallDisk | LimitedFiles],
    figure: Callable[[str], None],
) -> None:
    disk, sent = kind(server), Sent()
    try:
        disk.start()
    except NotPossibleHere as refused:
        pytest.skip(f"No small disk could be mounted for the server: {refused}.")
    person, *_ = ground.senders(visits, server.port, sent)
    for left in range(LEFT):
        disk.fill(left)
        full = next(
            form
            for form in (person.form() for _ in range(MOST))
            if send(server, form, sent) == NOT_NOW
        )
        # Refused again, or taken: SQLite, rolling back, may have made the room for it.
        send(server, full, sent)
        disk.free()
        assert send(server, full, sent) == RECORDED
        ground.send_again(server.port, Sent([full], dict(sent.acknowledged)))
    ground.require_kept(disk.database(), sent)
    figure(f"{LEFT} times {kind.__name__}: of {len(sent.acknowledged)} answers none lost")


def test_on_a_disk_that_does_not_sync_nothing_is_acknowledged_and_every_form_counts_once_later(
    server: Server, visits: list[Visit]
) -> None:
    sent = Sent()
    try:
        server.start(syncing_fails=True)
    except NotPossibleHere as refused:
        pytest.skip(f"The kernel does not let syncing fail here: {refused}.")
    people = ground.senders(visits, server.port, sent)
    for _ in range(many(2, 50)):
        for person in people:
            assert send(server, person.form(), sent) == NOT_NOW
    server.kill()
    ground.require_kept(server.url, sent)
    server.start()
    ground.send_again(server.port, sent)
    ground.require_kept(server.url, sent)
    assert len(sent.acknowledged) == len(sent.forms)
