"""What makes a signature: five elements, and a refusal of its own for each that is missing.

ESIGN (15 USC 7001, 7006), UETA (sections 2, 7, 9, 12) and eIDAS (article 3, no 10; article 25) ask
for the same in different words. *Intent*: the name typed for this answer (``words.check_words``).
*Consent* to sign electronically, to a text with a version. *Attribution*: a code from the person's
mailbox (``sharing.check_code``). *Association* with exact words (``decision.require_current``).
*Retention*: what is signed is kept as it was shown, and a receipt leaves with it.
"""

from dataclasses import dataclass

from portal.domain.canonical import Content, fingerprint
from portal.domain.refusals import ConsentMissing, ConsentOutdated, NotRetained
from portal.domain.statement import CONSENT_VERSION


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody who signs agreed to, was shown, and what is kept of that.

    ``consent_text`` is the version of the consent shown beside the box, ``shown`` the fingerprint
    of the words signed, ``kept`` the content that stands in the database under it.
    """

    consents: bool
    consent_text: str
    shown: str
    kept: Content


def check(signing: Signing) -> None:
    """Check consent and retention; the other three are checked with every answer that is named.

    Raises:
        ConsentMissing, ConsentOutdated, NotRetained: see each class.
    """
    if not signing.consents:
        raise ConsentMissing
    if signing.consent_text != CONSENT_VERSION:
        raise ConsentOutdated
    if fingerprint(signing.kept) != signing.shown:
        raise NotRetained
