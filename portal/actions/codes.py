"""Six-digit codes: mailed at the moment of putting one's name to something, tried, used once."""

from collections.abc import Mapping
from typing import Any

from portal.actions.means import Work
from portal.domain.committee import Member
from portal.domain.refusals import Refusal
from portal.domain.sharing import (
    CODE_LIFETIME,
    CODES_COUNTED_OVER,
    MOST_CODES,
    CodeMissing,
    TooManyCodes,
    check_code,
)
from portal.store import codes as rows


def send(work: Work, member: Member, purpose: str, what: str) -> None:
    """Make a code for one person and purpose, and order the mail that carries it.

    Raises:
        TooManyCodes: after ten in an hour, or a new code would be a way to go on guessing.
    """
    payload = {"name": member.name, "member": member.id, "plan": work.plan.title, "what": what}
    _send(work, member, purpose, "code", member.email, payload)


def send_elsewhere(work: Work, member: Member, purpose: str, address: str) -> None:
    """Make a code and mail it to an address that may be nobody's or a stranger's: it tells nothing.

    The member's id goes with it, so that it is known whose it is when they are erased.

    Raises:
        TooManyCodes: as ``send`` does.
    """
    _send(work, member, purpose, "code_elsewhere", address, {"member": member.id})


def _send(
    work: Work, member: Member, purpose: str, kind: str, to: str, payload: Mapping[str, Any]
) -> None:
    since = work.now - CODES_COUNTED_OVER
    if rows.codes_since(work.session, member.organisation_id, member.plan_id, member.id, since) >= (
        MOST_CODES
    ):
        raise TooManyCodes
    seed = work.means.draw()
    rows.add_code(
        work.session,
        {
            "organisation_id": member.organisation_id,
            "id": work.means.new_id(),
            "plan_id": member.plan_id,
            "member_id": member.id,
            "purpose": purpose,
            "code_hash": work.means.keyed_hash("code", work.means.six_digits(seed)),
            "created_at": work.now,
            "expires_at": work.now + CODE_LIFETIME,
        },
    )
    work.order(kind, to, payload, secret=seed)


def attempt(work: Work, member: Member, purpose: str, typed: str) -> Refusal | None:
    """Try a code and use it up; a wrong try is counted.

    The refusal is returned, not raised: the transaction must commit for the try to count.
    """
    return attempt_all(work, member, {purpose: typed})[0]


def attempt_all(work: Work, member: Member, typed: Mapping[str, str]) -> tuple[Refusal | None, ...]:
    """Try several codes, by their purposes, and use them up if all are right; count wrong tries.

    Returned is what is wrong with each, in their order.
    """
    tried = [_tried(work, member, purpose, given) for purpose, given in typed.items()]
    if all(problem is None for problem, _ in tried):
        for _, code in tried:
            if code is not None:
                rows.use_code(work.session, member.organisation_id, code, work.now)
    return tuple(problem for problem, _ in tried)


def _tried(
    work: Work, member: Member, purpose: str, typed: str
) -> tuple[Refusal | None, rows.Code | None]:
    code = rows.living_code(
        work.session, member.organisation_id, member.plan_id, member.id, purpose
    )
    if code is None:
        return CodeMissing(), None
    matches = code.code_hash == work.means.keyed_hash("code", typed)
    try:
        check_code(code.tries, code.expires_at, work.now, matches=matches)
    except Refusal as refusal:
        if not matches:
            rows.count_try(work.session, member.organisation_id, code)
        return refusal, code
    return None, code
