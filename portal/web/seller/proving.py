"""What a form asks again before it changes how somebody signs in: password, code, or a passkey.

A passkey is asked for the visit at hand and for nothing else: what one signs here makes none and
signs nobody in.
"""

from dataclasses import dataclass
from datetime import timedelta

from wtforms import HiddenField, PasswordField, StringField

from portal.actions import passkey_checks
from portal.actions.asking_again import Proof, Wanted, wanted
from portal.actions.means import token_hash
from portal.actions.passkey_checks import Asked
from portal.domain.passkeys import LASTS
from portal.web import cookies
from portal.web.forms import Form
from portal.web.surroundings import means, seller, ticket


class Proved(Form):
    """A form that asks again who somebody is."""

    old = PasswordField()
    code = StringField()
    asked = HiddenField()
    credential = HiddenField()

    def proof(self) -> Proof:
        """Return what was given as proof."""
        return Proof(
            self.old.data or "", self.code.data or "", self.credential.data or "",
            read(self.asked.data or "", _here()), visit(),
        )  # fmt: skip  # one call


@dataclass(frozen=True, slots=True)
class Asking:
    """What the page shows of it: which fields, and what a passkey is asked, if there is one."""

    wanted: Wanted
    asked: str
    options: str


def asking() -> Asking:
    """Return what the forms of a page ask again of whoever is signed in."""
    asks, kept = wanted(means(), seller(), visit()), new_question()
    question = read(kept, _here())
    assert question is not None  # signed just now
    options = passkey_checks.question(means(), question) if asks.passkey else ""
    return Asking(asks, kept, options)


def new_question() -> str:
    """Return a new seed with its time, signed, for a page to carry.

    The time is to the microsecond: a page may be asked for in the very second a passkey was used.
    """
    using = means()
    now = using.clock()
    return cookies.write(using.key, str(now.microsecond), using.draw(), now)


def read(kept: str, bound_to: str) -> Asked | None:
    """Return what a page asked, unless that was too long ago."""
    using = means()
    found = cookies.read(using.key, kept, using.clock(), LASTS)
    if found is None or not found.organisation.isdecimal():
        return None
    at = found.used_at + timedelta(microseconds=int(found.organisation))
    return Asked(found.secret, bound_to, at)


def visit() -> str:
    """Return the hash of the token of the visit at hand."""
    here = ticket()
    return token_hash(here.secret if here else "")


def _here() -> str:
    return f"again in {visit()}"
